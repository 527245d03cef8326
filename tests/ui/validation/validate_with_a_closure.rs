use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(validate = |name| name.len() < 9)]
    name: String,
}

fn main() {}
