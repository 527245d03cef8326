use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(pattern = "^[a-z+$")]
    name: String,
    #[orm(pattern = "(?=a)")]
    nick: String,
    #[orm(pattern = r"^\d+$", check)]
    number: String,
}

fn main() {}
