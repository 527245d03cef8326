use orm::prelude::*;

#[derive(Model)]
struct Seat {
    #[orm(primary_key)]
    row: String,
    #[orm(primary_key)]
    number: i32,
}

#[derive(Model)]
struct Cushion {
    #[orm(primary_key)]
    seat: ForeignKey<Seat>,
    #[orm(primary_key)]
    colour: String,
}

fn main() {}
