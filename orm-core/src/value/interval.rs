//! Spans of time, as databases have them.

mod text;

use std::time::Duration;

use chrono::TimeDelta;

use super::{Field, ReadError, ReadResult, RowReader, SqlType, Value};

const MICROS_PER_DAY: i64 = 86_400_000_000;

/// A span of time as PostgreSQL has it: months, days and microseconds, which are kept apart because months and days
/// differ in length.
///
/// Databases compare spans as if a month had 30 days and a day 24 hours, so that two which differ here can be equal
/// there. As text it is written in the way of ISO 8601: `P1M2DT3.5S`.
///
/// ```
/// use orm::value::Interval;
///
/// let span = Interval { months: 1, days: 2, microseconds: 3_500_000 };
/// assert_eq!(span.to_string(), "P1M2DT3.5S");
/// assert_eq!("P1M2DT3.5S".parse(), Ok(span));
/// assert_eq!(Interval::try_from(std::time::Duration::from_secs(90)).unwrap().microseconds, 90_000_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Interval {
    /// Months; twelve are a year.
    pub months: i32,
    /// Days.
    pub days: i32,
    /// Microseconds; an hour has 3,600,000,000.
    pub microseconds: i64,
}

/// A span that another type of spans cannot hold, or text that is none.
///
/// ```
/// use orm::value::Interval;
///
/// assert!("one day".parse::<Interval>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidInterval(&'static str);

const TOO_LONG: InvalidInterval = InvalidInterval("the span is longer than 292,000 years");
const HAS_MONTHS: InvalidInterval = InvalidInterval("months have no fixed length: read it as an orm::value::Interval");

impl std::fmt::Display for InvalidInterval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidInterval {}

impl Interval {
    /// The span in microseconds, with days of 24 hours; none where there are months.
    fn in_microseconds(self) -> Result<i64, InvalidInterval> {
        if self.months != 0 {
            return Err(HAS_MONTHS);
        }
        i64::from(self.days)
            .checked_mul(MICROS_PER_DAY)
            .and_then(|days| days.checked_add(self.microseconds))
            .ok_or(TOO_LONG)
    }

    /// What databases compare, in microseconds: equal spans are equal in it.
    pub(crate) fn compared(self) -> i128 {
        let days = i128::from(self.months) * 30 + i128::from(self.days);
        days * i128::from(MICROS_PER_DAY) + i128::from(self.microseconds)
    }

    fn of_microseconds(microseconds: i64) -> Self {
        Self { months: 0, days: 0, microseconds }
    }
}

/// What is finer than a microsecond is cut off.
impl TryFrom<TimeDelta> for Interval {
    type Error = InvalidInterval;

    fn try_from(span: TimeDelta) -> Result<Self, InvalidInterval> {
        span.num_microseconds().map(Self::of_microseconds).ok_or(TOO_LONG)
    }
}

/// What is finer than a microsecond is cut off.
impl TryFrom<Duration> for Interval {
    type Error = InvalidInterval;

    fn try_from(span: Duration) -> Result<Self, InvalidInterval> {
        i64::try_from(span.as_micros()).map(Self::of_microseconds).map_err(|_| TOO_LONG)
    }
}

impl TryFrom<Interval> for TimeDelta {
    type Error = InvalidInterval;

    fn try_from(span: Interval) -> Result<Self, InvalidInterval> {
        span.in_microseconds().map(Self::microseconds)
    }
}

impl TryFrom<Interval> for Duration {
    type Error = InvalidInterval;

    fn try_from(span: Interval) -> Result<Self, InvalidInterval> {
        let microseconds = span.in_microseconds()?;
        u64::try_from(microseconds)
            .map(Self::from_micros)
            .map_err(|_| InvalidInterval("the span is negative, and a Duration is not: read it as a chrono::TimeDelta"))
    }
}

impl Field for Interval {
    const TYPE: SqlType = SqlType::Interval;

    fn to_value(&self) -> Value<'_> {
        Value::Interval(*self)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.interval()
    }
}

macro_rules! spans {
    ($($rust:ty)*) => {$(
        impl Field for $rust {
            const TYPE: SqlType = SqlType::Interval;

            fn to_value(&self) -> Value<'_> {
                Interval::try_from(*self).map_or_else(|error| Value::Unfit(Self::TYPE, error.0.into()), Value::Interval)
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
                row.interval()?.map(Self::try_from).transpose().map_err(ReadError::invalid)
            }
        }
    )*};
}

spans! { TimeDelta Duration }
