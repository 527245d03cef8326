use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    year: i32,
    total: i64,
}

fn main() {
    User::all().rollup(|u| u.orders, |_| count());
    Order::all().rollup(|o| (o.year, "open"), |_| count());
}
