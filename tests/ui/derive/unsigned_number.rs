use orm::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
    stock: u32,
}

fn main() {}
