use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
}

#[derive(Model)]
struct Order {
    id: i64,
    #[orm(on_delete = set_null)]
    user: ForeignKey<User>,
}

fn main() {}
