use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: i64,
    name: &'static str,
}

fn main() {}
