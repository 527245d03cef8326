use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(max_length)]
    username: String,
}

fn main() {}
