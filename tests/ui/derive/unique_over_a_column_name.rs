use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
}

#[derive(Model)]
#[orm(unique(user_id, number))]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    number: i32,
}

fn main() {}
