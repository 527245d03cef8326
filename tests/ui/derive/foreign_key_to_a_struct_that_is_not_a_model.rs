use orm::prelude::*;

struct User {
    id: i64,
    username: String,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
}

fn main() {}
