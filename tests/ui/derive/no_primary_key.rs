use orm::prelude::*;

#[derive(Model)]
struct Country {
    code: String,
    name: String,
}

fn main() {}
