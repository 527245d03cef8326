use orm::prelude::*;

#[derive(Model)]
#[orm(tabel = "orders", index(user, state))]
struct Order {
    id: i64,
    #[orm(uniqe)]
    number: String,
    #[orm(max_length = 20)]
    total: i64,
    status: String,
    items: Vec<Vec<i64>>,
}

fn main() {}
