use orm::prelude::*;

#[derive(Model)]
#[orm(check(total_not_negative = |o| o.totl.ge(0)))]
struct Order {
    id: i64,
    total: i64,
}

fn main() {}
