//! [`Field`] for the types of the crate `jiff`, behind the feature of its name. What is finer than a microsecond is cut
//! off when it is written.

use chrono::{DateTime as ChronoDateTime, Utc};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};

use super::{Field, Interval, Moment, ReadError, ReadResult, RowReader, SqlType, Value};

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
const SECONDS_PER_DAY: i64 = 86_400;
const NANOS_PER_MICRO: i128 = 1_000;

/// Microseconds of what is certainly shorter than they can say, as is everything within the years that the crate has.
fn micros(nanos: i128) -> i64 {
    i64::try_from(nanos.div_euclid(NANOS_PER_MICRO)).unwrap_or(i64::MAX)
}

impl Field for Date {
    const TYPE: SqlType = SqlType::Date;

    fn to_value(&self) -> Value<'_> {
        let days = self.duration_since(EPOCH.date()).as_secs() / SECONDS_PER_DAY;
        Value::Date(i32::try_from(days).unwrap_or(i32::MAX))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(days) = row.date()? else { return Ok(None) };
        let span = SignedDuration::from_secs(i64::from(days) * SECONDS_PER_DAY);
        EPOCH.date().checked_add(span).map(Some).map_err(ReadError::invalid)
    }
}

impl Field for Time {
    const TYPE: SqlType = SqlType::Time;

    fn to_value(&self) -> Value<'_> {
        Value::Time(micros(self.duration_since(Self::midnight()).as_nanos()))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(micros) = row.time()? else { return Ok(None) };
        Self::midnight().checked_add(SignedDuration::from_micros(micros)).map(Some).map_err(ReadError::invalid)
    }
}

impl Field for DateTime {
    const TYPE: SqlType = SqlType::Timestamp;

    fn to_value(&self) -> Value<'_> {
        Value::Timestamp(micros(self.duration_since(EPOCH).as_nanos()))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(micros) = row.timestamp()? else { return Ok(None) };
        EPOCH.checked_add(SignedDuration::from_micros(micros)).map(Some).map_err(ReadError::invalid)
    }
}

impl Field for Timestamp {
    const TYPE: SqlType = SqlType::TimestampTz;

    fn to_value(&self) -> Value<'_> {
        Value::TimestampTz(micros(self.as_nanosecond()))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.timestamp_tz()?.map(Self::from_microsecond).transpose().map_err(ReadError::invalid)
    }
}

impl Field for SignedDuration {
    const TYPE: SqlType = SqlType::Interval;

    fn to_value(&self) -> Value<'_> {
        i64::try_from(self.as_micros()).map_or_else(
            |_| Value::Unfit(Self::TYPE, "the span is longer than 292,000 years".into()),
            |microseconds| Value::Interval(Interval { months: 0, days: 0, microseconds }),
        )
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(span) = row.interval()? else { return Ok(None) };
        chrono::TimeDelta::try_from(span)
            .map(|span| span.num_microseconds().map(Self::from_micros))
            .map_err(ReadError::invalid)
    }
}

/// This moment in the crate's own words, to the microsecond. There is no clock that it does not have.
fn at(now: ChronoDateTime<Utc>) -> Timestamp {
    Timestamp::from_microsecond(now.timestamp_micros()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn civil(now: ChronoDateTime<Utc>) -> DateTime {
    jiff::tz::Offset::UTC.to_datetime(at(now))
}

impl Moment for Timestamp {
    fn at(now: ChronoDateTime<Utc>) -> Self {
        at(now)
    }
}

impl Moment for DateTime {
    fn at(now: ChronoDateTime<Utc>) -> Self {
        civil(now)
    }
}

impl Moment for Date {
    fn at(now: ChronoDateTime<Utc>) -> Self {
        civil(now).date()
    }
}

impl Moment for Time {
    fn at(now: ChronoDateTime<Utc>) -> Self {
        civil(now).time()
    }
}
