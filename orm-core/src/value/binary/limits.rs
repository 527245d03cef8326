//! Whether PostgreSQL can hold a value, before anything is sent or written.

use super::{EPOCH_DAYS, EPOCH_MICROS};
use crate::value::{Endpoint, Interval, Range, RangeType, SqlType, Value};

/// What a parameter takes besides its text or bytes, at most, but for a decimal's digits.
const OVERHEAD: usize = 24;

/// PostgreSQL's calendar, from 4714-11-24 BC, in days from 2000-01-01; the end is not in it.
const DAYS: std::ops::Range<i32> = -2_451_545..2_145_031_949;
/// The same in microseconds, up to the end of the year 294276.
const MICROS: std::ops::Range<i64> = -211_813_488_000_000_000..9_223_371_331_200_000_000;
/// What the newest releases call infinite.
const INFINITE: [Interval; 2] = [
    Interval { months: i32::MAX, days: i32::MAX, microseconds: i64::MAX },
    Interval { months: i32::MIN, days: i32::MIN, microseconds: i64::MIN },
];
/// A day, whose end is a time of day too: 24:00:00.
const DAY_MICROS: std::ops::RangeInclusive<i64> = 0..=86_400_000_000;

/// About how many bytes a value takes as a parameter of PostgreSQL, or why it cannot be sent: PostgreSQL cannot hold it.
///
/// # Errors
/// The reason, which reads on from the name of what has the value.
///
/// ```
/// use orm::value::{Value, binary};
///
/// assert!(binary::size(&Value::Text("France".into())).is_ok());
/// assert_eq!(binary::size(&Value::Time(-1)), Err("the time is not within a day"));
/// ```
pub fn size<'v>(value: &'v Value<'_>) -> Result<usize, &'v str> {
    match value {
        Value::Text(text) | Value::Json(text) => value.refusal().map_or(Ok(text.len() + OVERHEAD), Err),
        Value::Unfit(_, reason) => Err(reason),
        Value::Bytes(bytes) => Ok(bytes.len() + OVERHEAD),
        Value::Date(days) if !has_day(*days) => Err("the day is outside of PostgreSQL's calendar"),
        Value::Timestamp(micros) | Value::TimestampTz(micros) if !has_moment(*micros) => {
            Err("the moment is outside of PostgreSQL's calendar")
        }
        Value::Range(ty, range) => bounds(*ty, range),
        Value::Time(micros) if !DAY_MICROS.contains(micros) => Err("the time is not within a day"),
        Value::Interval(span) if INFINITE.contains(span) => Err("PostgreSQL takes this interval for an infinite one"),
        Value::Array(ty, values) => elements(*ty, values),
        Value::BinaryArray(_, bytes) => Ok(bytes.len() + OVERHEAD),
        Value::List(ty, values) => elements(**ty, values),
        _ => Ok(OVERHEAD),
    }
}

fn has_day(days: i32) -> bool {
    days.checked_sub(EPOCH_DAYS).is_some_and(|days| DAYS.contains(&days))
}

fn has_moment(micros: i64) -> bool {
    micros.checked_sub(EPOCH_MICROS).is_some_and(|micros| MICROS.contains(&micros))
}

/// About how many bytes a range takes.
fn bounds(ty: RangeType, range: &Range<Endpoint>) -> Result<usize, &'static str> {
    for endpoint in [range.lower(), range.upper()].into_iter().flatten() {
        match ty.value(*endpoint) {
            Value::Date(days) if !has_day(days) => {
                return Err("a bound of the range is a day before 4714 BC or after the year 5874897");
            }
            Value::Timestamp(micros) | Value::TimestampTz(micros) if !has_moment(micros) => {
                return Err("a bound of the range is a moment before 4714 BC or after the year 294276");
            }
            // Its length would say NULL, which a range has no place for.
            Value::Null(_) => return Err("a bound of the range is not a value of its type"),
            _ => {}
        }
    }
    Ok(OVERHEAD * 2)
}

/// About how many bytes an array takes.
fn elements<'v>(ty: SqlType, values: &'v [Value<'_>]) -> Result<usize, &'v str> {
    values.iter().try_fold(OVERHEAD, |total, value| Ok(total.saturating_add(element(ty, value)?)))
}

/// About how many bytes an element takes of an array of this type.
#[inline]
pub(super) fn element<'v>(ty: SqlType, value: &'v Value<'_>) -> Result<usize, &'v str> {
    match (ty, value) {
        // The types that most columns have, and that need no look at the value.
        (SqlType::Integer, Value::Integer(_))
        | (SqlType::BigInt, Value::BigInt(_))
        | (SqlType::SmallInt, Value::SmallInt(_))
        | (SqlType::Boolean, Value::Boolean(_))
        | (SqlType::Double, Value::Double(_))
        | (SqlType::Uuid, Value::Uuid(_)) => Ok(OVERHEAD),
        (SqlType::Text, Value::Text(text)) => match value.refusal() {
            None => Ok(text.len() + OVERHEAD),
            Some(reason) => Err(reason),
        },
        (_, Value::Array(..) | Value::BinaryArray(..)) => Err("an array cannot hold arrays"),
        (ty, value) if value.sql_type() != ty => {
            Err(value.refusal().unwrap_or("an array's values must all have its type"))
        }
        (_, value) => size(value),
    }
}
