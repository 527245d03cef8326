use orm::prelude::*;

#[derive(Model)]
#[orm(tabel = "users")]
struct User {
    id: i64,
    username: String,
}

fn main() {}
