use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(ordering = "-username")]
    username: String,
}

fn main() {}
