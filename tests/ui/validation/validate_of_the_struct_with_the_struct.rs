use orm::prelude::*;

#[derive(Model)]
#[orm(validate = in_order)]
struct Booking {
    id: i64,
    first: i32,
    last: i32,
}

fn in_order(booking: &Booking) -> Result<(), &'static str> {
    if booking.first <= booking.last { Ok(()) } else { Err("not in order") }
}

fn main() {}
