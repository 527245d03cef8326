use orm::prelude::*;
use orm::query::Lookups;

#[derive(Model)]
struct User {
    id: i64,
    age: i16,
}

#[derive(Model)]
struct Order {
    id: i64,
    total: i64,
}

fn main() {
    let _ = Lookups::<User>::new().allow(|u| (u.age, Order::fields().total));
}
