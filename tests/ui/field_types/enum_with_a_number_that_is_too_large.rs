use orm::prelude::*;

#[derive(DbEnum)]
#[orm(integer)]
enum Priority {
    Low = 1,
    High = 3_000_000_000,
}

#[derive(Model)]
struct Task {
    id: i64,
    priority: Priority,
}

fn main() {}
