use orm::prelude::*;

#[derive(Model)]
struct Order {
    id: i64,
    status: String,
    total: i64,
}

#[derive(Projection)]
#[orm(model = Order, table)]
struct PerStatus {
    status: String,
    #[orm(expr = |o| o.total.sum())]
    total: Option<i64>,
}

fn main() {
    Order::all().project::<PerStatus>().as_table().filter(|s| s.totl.gt(100));
}
