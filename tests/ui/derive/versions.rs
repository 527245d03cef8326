use orm::prelude::*;

#[derive(Model)]
struct Page {
    id: i64,
    #[orm(version)]
    changed: String,
}

#[derive(Model)]
struct Post {
    #[orm(version)]
    id: i64,
    #[orm(version)]
    version: i64,
    #[orm(version)]
    revision: i32,
}

#[derive(Model)]
struct Item {
    id: i64,
    #[orm(generated = " ")]
    total: i64,
    #[orm(generated = "1", default = 5)]
    price: i64,
    #[orm(version = 5)]
    version: i64,
}

fn main() {}
