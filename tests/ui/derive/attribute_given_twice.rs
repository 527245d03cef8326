use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(max_length = 50)]
    #[orm(unique, max_length = 80)]
    username: String,
}

fn main() {}
