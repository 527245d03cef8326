use orm::prelude::*;

#[derive(Model)]
struct Order {
    id: i64,
    total: i64,
}

fn main() {
    Order::all().values(|o| o.total.sum().default(0).over(orm::window().order_by(o.id)));
}
