use orm::prelude::*;

#[derive(Field, Debug, Clone, PartialEq)]
struct Cents(i64);

#[derive(Model)]
struct Order {
    id: i64,
    total: Cents,
}

fn main() {
    Order::filter(|o| o.total.contains("5"));
}
