use orm::prelude::*;
use orm::value::Range;

#[derive(Model)]
struct Event {
    id: i64,
    seats: Range<i32>,
    rows: Range<i64>,
}

fn main() {
    Event::filter(|e| e.seats.overlaps(e.rows));
    Event::filter(|e| e.seats.fully_lt(1.5..2.5));
}
