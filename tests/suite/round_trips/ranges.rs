use std::fmt::Debug;
use std::ops::Bound;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use orm::value::{Range, RangeElement};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::harness::round_trips;
use super::numbers::decimals;
use super::times::{dates, moments};

/// Ranges with bounds of every kind, and the empty one.
pub(crate) fn ranges<T: RangeElement + Debug>(
    one: impl Strategy<Value = T>,
    other: impl Strategy<Value = T>,
) -> impl Strategy<Value = Range<T>> {
    (one, other, 0..3_u8, 0..3_u8, 0..10_u8).prop_map(|(one, other, lower, upper, rest)| {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        let bound = |kind, value| match kind {
            0 => Bound::Included(value),
            1 => Bound::Excluded(value),
            _ => Bound::Unbounded,
        };
        match rest {
            0 => Range::empty(),
            // Both bounds in it, of which one value is the least range.
            1 => Range::new(Bound::Included(low.clone()), Bound::Included(low)).unwrap_or(Range::all()),
            _ => Range::new(bound(lower, low), bound(upper, high)).unwrap_or(Range::all()),
        }
    })
}

fn naive() -> impl Strategy<Value = NaiveDateTime> {
    moments().prop_map(|moment| moment.naive_utc())
}

round_trips! {
    integers("round_trips_int4range", Range<i32>) => ranges(any::<i32>(), any::<i32>());
    near("round_trips_int4range_near", Range<i32>) => ranges(-3..3_i32, -3..3_i32);
    bigs("round_trips_int8range", Range<i64>) => ranges(any::<i64>(), any::<i64>());
    numbers("round_trips_numrange", Range<Decimal>) => ranges(decimals(), decimals());
    days("round_trips_daterange", Range<NaiveDate>) => ranges(dates(), dates());
    timestamps("round_trips_tsrange", Range<NaiveDateTime>) => ranges(naive(), naive());
    moments("round_trips_tstzrange", Range<DateTime<Utc>>) => ranges(super::moments(), super::moments());
    lists("round_trips_ranges", Vec<Range<i64>>) => proptest::collection::vec(ranges(any::<i64>(), -9..9_i64), 0..4);
    lists_of_moments("round_trips_tstzranges", Vec<Range<DateTime<Utc>>>) =>
        proptest::collection::vec(ranges(super::moments(), super::moments()), 0..4);
}

#[cfg(feature = "time")]
round_trips! {
    of_time_days("round_trips_time_daterange", Range<time::Date>) => {
        let day = || (0..3_000_000_i32).prop_map(|day| time::Date::from_julian_day(1_721_426 + day).unwrap());
        ranges(day(), day())
    };
    of_time_moments("round_trips_time_tstzrange", Range<time::OffsetDateTime>) => {
        let moment = || moments().prop_map(|moment| time::OffsetDateTime::from_unix_timestamp(moment.timestamp()).unwrap());
        ranges(moment(), moment())
    };
}

#[cfg(feature = "jiff")]
round_trips! {
    of_jiff_days("round_trips_jiff_daterange", Range<jiff::civil::Date>) => {
        let day = || dates().prop_map(|day| day.to_string().parse::<jiff::civil::Date>().unwrap());
        ranges(day(), day())
    };
    of_jiff_moments("round_trips_jiff_tstzrange", Range<jiff::Timestamp>) => {
        let moment = || (-1_000_000_000_000_000..9_000_000_000_000_000_i64)
            .prop_map(|micros| jiff::Timestamp::from_microsecond(micros).unwrap());
        ranges(moment(), moment())
    };
}
