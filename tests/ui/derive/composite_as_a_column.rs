use orm::prelude::*;

#[derive(Model)]
struct Place {
    id: i64,
    at: Composite<(i32, i32)>,
}

fn main() {}
