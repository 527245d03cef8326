use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(validate = is_short)]
    age: i16,
}

fn is_short(name: &str) -> Result<(), &'static str> {
    if name.len() < 9 { Ok(()) } else { Err("too long") }
}

fn main() {}
