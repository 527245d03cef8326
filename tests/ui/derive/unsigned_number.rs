use orm::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
    stock: usize,
}

fn main() {}
