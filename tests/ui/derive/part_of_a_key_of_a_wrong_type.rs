use orm::prelude::*;

#[derive(Model)]
struct Sample {
    #[orm(primary_key)]
    station: i64,
    #[orm(primary_key)]
    depth: f64,
}

fn main() {}
