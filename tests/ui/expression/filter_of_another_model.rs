use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
    email: Option<String>,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    paid: Option<i64>,
}

fn main() {
    Order::all().aggregate(|_| count().filter(User::fields().id.gt(1)));
}
