use orm::prelude::*;

enum Status {
    Open,
}

#[derive(Model)]
struct Order {
    id: i64,
    status: Status,
}

fn main() {}
