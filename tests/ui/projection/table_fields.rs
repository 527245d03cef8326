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
    total: i64,
}

#[derive(Projection)]
#[orm(model = User)]
struct Card {
    name: String,
}

#[derive(Projection)]
#[orm(model = Order, table = "")]
struct Nested {
    #[orm(nested = |o| o.user)]
    user: Card,
    total: i64,
    #[orm(expr = |o| o.id)]
    Total: i64,
}

#[derive(Projection)]
#[orm(model = Order, table)]
struct Pair {
    #[orm(expr = |o| (o.id, o.total))]
    both: (i64, i64),
}

#[derive(Projection)]
#[orm(model = Order, table)]
struct Nothing {}

fn main() {}
