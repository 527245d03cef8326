use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    user_id: i64,
}

fn main() {}
