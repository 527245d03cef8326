use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use orm::prelude::*;

#[derive(Model)]
struct Parcel {
    id: i64,
    day: NaiveDate,
    placed: DateTime<Utc>,
}

fn main() {
    // A moment and a number: of what?
    Parcel::filter(|p| (p.placed + 5).is_null());
    // Two moments have no sum.
    Parcel::filter(|p| (p.placed + p.placed).is_null());
    // The difference of two days is a number.
    let _: QuerySet<Parcel, TimeDelta> = Parcel::all().values(|p| p.day - p.day);
}
