use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(default = "0")]
    visits: i32,
}

fn main() {}
