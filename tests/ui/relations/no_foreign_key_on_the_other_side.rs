use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    total: i64,
}

fn main() {}
