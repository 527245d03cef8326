use orm::prelude::*;

#[derive(Field, Debug, Clone, PartialEq)]
struct Cents(i64);

#[derive(Model)]
struct Order {
    id: i64,
    total: Cents,
}

fn main() {
    Order::all().update(|o| o.total.set(o.total + Cents(1)));
}
