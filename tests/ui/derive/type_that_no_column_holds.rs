use orm::prelude::*;

struct Money {
    cents: i64,
}

#[derive(Model)]
struct Order {
    id: i64,
    total: Money,
    paid: Option<Money>,
}

fn main() {}
