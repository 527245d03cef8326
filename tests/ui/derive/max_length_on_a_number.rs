use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(max_length = 3)]
    age: i16,
}

fn main() {}
