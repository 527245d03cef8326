use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(validate = is_short)]
    name: String,
}

fn is_short(name: &str) -> bool {
    name.len() < 9
}

fn main() {}
