use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: Option<i64>,
    name: String,
}

fn main() {}
