use orm::prelude::*;
use orm::value::Range;

#[derive(Model)]
struct Event {
    id: i64,
    seats: Range<i32>,
}

fn main() {
    Event::filter(|e| e.seats.contains("5"));
}
