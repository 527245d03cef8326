use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: bool,
    name: String,
}

fn main() {}
