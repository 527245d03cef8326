//! [`Field`] for the types of the crate `time`, behind the feature of its name. What is finer than a microsecond is cut
//! off when it is written; what is read is in UTC.

use ::time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime};
use chrono::{DateTime, Utc};

use super::{Field, Interval, Moment, ReadError, ReadResult, RowReader, SqlType, Value};

/// 1970-01-01.
const EPOCH_JULIAN: i32 = 2_440_588;
const NANOS_PER_MICRO: i128 = 1_000;

fn moment(micros: i64) -> ReadResult<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * NANOS_PER_MICRO).map_err(ReadError::invalid)
}

/// Microseconds from 1970: the years that the crate has all fit.
fn micros(moment: OffsetDateTime) -> i64 {
    i64::try_from(moment.unix_timestamp_nanos().div_euclid(NANOS_PER_MICRO)).unwrap_or(i64::MAX)
}

impl Field for Date {
    const TYPE: SqlType = SqlType::Date;

    fn to_value(&self) -> Value<'_> {
        Value::Date(self.to_julian_day() - EPOCH_JULIAN)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(days) = row.date()? else { return Ok(None) };
        Self::from_julian_day(days.saturating_add(EPOCH_JULIAN)).map(Some).map_err(ReadError::invalid)
    }
}

impl Field for Time {
    const TYPE: SqlType = SqlType::Time;

    fn to_value(&self) -> Value<'_> {
        let (hours, minutes, seconds, micros) = self.as_hms_micro();
        let seconds = i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds);
        Value::Time(seconds * 1_000_000 + i64::from(micros))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(micros) = row.time()? else { return Ok(None) };
        let midnight = PrimitiveDateTime::new(Date::MIN, Self::MIDNIGHT);
        match midnight.checked_add(Duration::microseconds(micros)).filter(|moment| moment.date() == Date::MIN) {
            Some(moment) => Ok(Some(moment.time())),
            None => Err(ReadError::invalid(format!("a time {micros} microseconds after midnight is out of range"))),
        }
    }
}

impl Field for PrimitiveDateTime {
    const TYPE: SqlType = SqlType::Timestamp;

    fn to_value(&self) -> Value<'_> {
        Value::Timestamp(micros(self.assume_utc()))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(row.timestamp()?.map(moment).transpose()?.map(|moment| Self::new(moment.date(), moment.time())))
    }
}

impl Field for OffsetDateTime {
    const TYPE: SqlType = SqlType::TimestampTz;

    fn to_value(&self) -> Value<'_> {
        Value::TimestampTz(micros(*self))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.timestamp_tz()?.map(moment).transpose()
    }
}

impl Field for UtcDateTime {
    const TYPE: SqlType = SqlType::TimestampTz;

    fn to_value(&self) -> Value<'_> {
        Value::TimestampTz(micros(OffsetDateTime::from(*self)))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(row.timestamp_tz()?.map(moment).transpose()?.map(Self::from))
    }
}

impl Field for Duration {
    const TYPE: SqlType = SqlType::Interval;

    fn to_value(&self) -> Value<'_> {
        i64::try_from(self.whole_microseconds()).map_or_else(
            |_| Value::Unfit(Self::TYPE, "the span is longer than 292,000 years".into()),
            |microseconds| Value::Interval(Interval { months: 0, days: 0, microseconds }),
        )
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(span) = row.interval()? else { return Ok(None) };
        chrono::TimeDelta::try_from(span)
            .map(|span| span.num_microseconds().map(Self::microseconds))
            .map_err(ReadError::invalid)
    }
}

/// This moment in the crate's own words, to the microsecond. There is no clock that it does not have.
fn at(now: DateTime<Utc>) -> OffsetDateTime {
    moment(now.timestamp_micros()).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

impl Moment for OffsetDateTime {
    fn at(now: DateTime<Utc>) -> Self {
        at(now)
    }
}

impl Moment for UtcDateTime {
    fn at(now: DateTime<Utc>) -> Self {
        at(now).into()
    }
}

impl Moment for PrimitiveDateTime {
    fn at(now: DateTime<Utc>) -> Self {
        Self::new(at(now).date(), at(now).time())
    }
}

impl Moment for Date {
    fn at(now: DateTime<Utc>) -> Self {
        at(now).date()
    }
}

impl Moment for Time {
    fn at(now: DateTime<Utc>) -> Self {
        at(now).time()
    }
}
