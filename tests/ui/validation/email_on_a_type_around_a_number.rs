use orm::prelude::*;

#[derive(Field)]
struct Cents(i64);

#[derive(Model)]
struct Order {
    id: i64,
    #[orm(email)]
    total: Cents,
}

fn main() {}
