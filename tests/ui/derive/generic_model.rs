use orm::prelude::*;

#[derive(Model)]
struct Setting<T> {
    id: i64,
    value: T,
}

fn main() {}
