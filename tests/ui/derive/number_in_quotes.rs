use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(max_length = "50")]
    username: String,
}

fn main() {}
