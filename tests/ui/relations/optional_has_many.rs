use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    orders: Option<HasMany<Order>>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: OneToOne<User>,
}

fn main() {}
