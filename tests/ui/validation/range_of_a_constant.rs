use orm::prelude::*;

const OLDEST: i16 = 120;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(range = 18..=OLDEST)]
    age: i16,
    #[orm(range = 18)]
    other: i16,
    #[orm(choices = [])]
    none: String,
}

fn main() {}
