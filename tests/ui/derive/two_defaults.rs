use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    #[orm(default = 0, db_default = "0")]
    visits: i32,
}

fn main() {}
