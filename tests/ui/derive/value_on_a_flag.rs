use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(unique = true)]
    username: String,
}

fn main() {}
