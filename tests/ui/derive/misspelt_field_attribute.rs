use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(uniqe)]
    username: String,
}

fn main() {}
