use orm::prelude::*;

#[derive(Model)]
struct Event {
    id: i64,
    seats: i32,
}

fn main() {
    Event::filter(|e| e.seats.adjacent_to(1..5));
}
