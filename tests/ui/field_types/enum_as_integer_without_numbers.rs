use orm::prelude::*;

#[derive(DbEnum)]
#[orm(integer)]
enum Priority {
    Low,
    High = 2,
}

fn main() {}
