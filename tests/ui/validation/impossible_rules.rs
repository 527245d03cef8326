use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(min_length = 9, max_length = 8)]
    name: String,
    #[orm(range = 120..=18)]
    age: i16,
    #[orm(range = 0..=70_000)]
    small: i16,
    #[orm(range = 0..0.5)]
    whole: i32,
    #[orm(choices = ["a", "b", "a"])]
    kind: String,
    #[orm(email, check)]
    email: String,
}

fn main() {}
