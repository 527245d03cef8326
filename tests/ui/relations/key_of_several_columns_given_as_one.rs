use orm::prelude::*;

#[derive(Model)]
struct Seat {
    #[orm(primary_key)]
    row: String,
    #[orm(primary_key)]
    number: i32,
}

#[derive(Model)]
struct Ticket {
    id: i64,
    seat: ForeignKey<Seat>,
}

fn main() {
    let _ = Ticket::create().seat(7);
    let _ = Seat::get("A");
}
