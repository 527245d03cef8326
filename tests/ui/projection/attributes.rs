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

#[derive(Projection)]
#[orm(modle = User)]
struct Card {
    #[orm(exp = |u| u.id)]
    id: i64,
    #[orm(expr = "id")]
    name: String,
    #[orm(model = User)]
    email: String,
}

fn main() {}
