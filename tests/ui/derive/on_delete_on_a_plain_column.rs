use orm::prelude::*;

#[derive(Model)]
struct Order {
    id: i64,
    #[orm(on_delete = cascade)]
    user: i64,
}

fn main() {}
