use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(range = 18..=120)]
    name: String,
    #[orm(min_length = 3, email)]
    age: i16,
    #[orm(choices = ["a", "b"])]
    level: i32,
    #[orm(choices = [1, 2])]
    kind: Option<String>,
}

fn main() {}
