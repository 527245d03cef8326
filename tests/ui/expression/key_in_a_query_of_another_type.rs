use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
}

fn main() {
    Order::filter(|o| o.user.in_(User::all().values(|u| u.name)));
}
