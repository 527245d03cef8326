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
    User::filter(|u| u.id.in_(User::all().values(|u| u.name)));
}
