use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
    cells: Vec<Vec<i64>>,
}

fn main() {}
