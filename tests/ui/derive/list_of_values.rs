use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
    tags: Vec<String>,
}

fn main() {}
