use orm::prelude::*;

#[derive(DbEnum)]
enum Status {
    Open,
}

#[derive(Model)]
struct Order {
    id: i64,
    status: Status,
}

fn main() {
    Order::filter(|o| o.status.eq("open"));
}
