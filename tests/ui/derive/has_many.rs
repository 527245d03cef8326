use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
}

fn main() {}
