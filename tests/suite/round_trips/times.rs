use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use orm::value::Interval;
use proptest::prelude::*;

use super::harness::round_trips;

/// The years 1 to 9999, in microseconds from 1970.
pub(crate) const MICROS: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;
pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;

pub(crate) fn dates() -> impl Strategy<Value = NaiveDate> {
    (0..3_652_059_u64).prop_map(|days| NaiveDate::from_ymd_opt(1, 1, 1).unwrap() + Days::new(days))
}

pub(crate) fn clocks() -> impl Strategy<Value = NaiveTime> {
    (0..86_400_u32, 0..1_000_000_u32)
        .prop_map(|(second, micro)| NaiveTime::from_num_seconds_from_midnight_opt(second, micro * 1_000).unwrap())
}

pub(crate) fn moments() -> impl Strategy<Value = DateTime<Utc>> {
    MICROS.prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap())
}

pub(crate) fn intervals() -> impl Strategy<Value = Interval> {
    let any_size = (any::<i32>(), any::<i32>(), any::<i64>());
    let small = (-20..20_i32, -40..40_i32, -MICROS_PER_DAY..MICROS_PER_DAY);
    prop_oneof![any_size, small].prop_map(|(months, days, microseconds)| Interval { months, days, microseconds })
}

round_trips! {
    date("round_trips_date", NaiveDate) => dates();
    time("round_trips_time", NaiveTime) => clocks();
    timestamp("round_trips_timestamp", NaiveDateTime) => moments().prop_map(|moment| moment.naive_utc());
    moment("round_trips_moment", DateTime<Utc>) => moments();
    interval("round_trips_interval", Interval) => intervals();
    delta("round_trips_delta", TimeDelta) => any::<i64>().prop_map(TimeDelta::microseconds);
    duration("round_trips_duration", Duration) => (0..=i64::MAX.unsigned_abs()).prop_map(Duration::from_micros);
}
