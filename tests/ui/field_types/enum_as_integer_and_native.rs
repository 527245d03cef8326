use orm::prelude::*;

#[derive(DbEnum)]
#[orm(integer, native = "priority")]
enum Priority {
    Low = 1,
    High = 2,
}

fn main() {}
