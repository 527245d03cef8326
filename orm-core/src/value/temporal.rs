//! [`Field`] for chrono's types. Databases keep microseconds; what is finer is cut off when it is written.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::{Field, ReadError, ReadResult, RowReader, SqlType, Value};

pub(crate) fn date_from_days(days: i32) -> ReadResult<NaiveDate> {
    DateTime::UNIX_EPOCH
        .date_naive()
        .checked_add_signed(Duration::days(i64::from(days)))
        .ok_or_else(|| ReadError::invalid(format!("a day {days} days from 1970-01-01 is out of range")))
}

pub(super) fn moment(micros: i64) -> ReadResult<DateTime<Utc>> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| ReadError::invalid(format!("a moment {micros} microseconds from 1970-01-01 is out of range")))
}

impl Field for NaiveDate {
    const TYPE: SqlType = SqlType::Date;

    fn to_value(&self) -> Value<'_> {
        Value::Date(self.to_epoch_days())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.date()?.map(date_from_days).transpose()
    }
}

impl Field for NaiveTime {
    const TYPE: SqlType = SqlType::Time;

    fn to_value(&self) -> Value<'_> {
        let seconds = i64::from(self.num_seconds_from_midnight());
        // A leap second has a nanosecond count over a billion; it becomes the last microsecond of its minute.
        let micros = i64::from(self.nanosecond() / 1_000).min(999_999);
        Value::Time(seconds * 1_000_000 + micros)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.time()?.map(time_from_micros).transpose()
    }
}

fn time_from_micros(micros: i64) -> ReadResult<NaiveTime> {
    let seconds = u32::try_from(micros / 1_000_000);
    let nanos = u32::try_from(micros % 1_000_000 * 1_000);
    match (seconds, nanos) {
        (Ok(seconds), Ok(nanos)) => NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos),
        _ => None,
    }
    .ok_or_else(|| ReadError::invalid(format!("a time {micros} microseconds after midnight is out of range")))
}

impl Field for NaiveDateTime {
    const TYPE: SqlType = SqlType::Timestamp;

    fn to_value(&self) -> Value<'_> {
        Value::Timestamp(self.and_utc().timestamp_micros())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(row.timestamp()?.map(moment).transpose()?.map(|moment| moment.naive_utc()))
    }
}

impl Field for DateTime<Utc> {
    const TYPE: SqlType = SqlType::TimestampTz;

    fn to_value(&self) -> Value<'_> {
        Value::TimestampTz(self.timestamp_micros())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.timestamp_tz()?.map(moment).transpose()
    }
}

/// A type that `auto_now` and `auto_now_add` can fill.
///
/// ```
/// use orm::value::Moment;
///
/// let now = chrono::Utc::now();
/// assert_eq!(<chrono::NaiveDate as Moment>::at(now), now.date_naive());
/// ```
#[diagnostic::on_unimplemented(
    message = "`auto_now` and `auto_now_add` fill dates and times, and this is a `{Self}`",
    label = "not a date or time"
)]
pub trait Moment: Field {
    /// This moment, to the microsecond that a database keeps.
    fn at(now: DateTime<Utc>) -> Self;
}

/// A moment as a database keeps it: what comes back later is equal to it.
fn to_micros(now: DateTime<Utc>) -> DateTime<Utc> {
    now.with_nanosecond(now.nanosecond() / 1_000 * 1_000).unwrap_or(now)
}

impl Moment for DateTime<Utc> {
    fn at(now: DateTime<Utc>) -> Self {
        to_micros(now)
    }
}

impl Moment for NaiveDateTime {
    fn at(now: DateTime<Utc>) -> Self {
        to_micros(now).naive_utc()
    }
}

impl Moment for NaiveDate {
    fn at(now: DateTime<Utc>) -> Self {
        now.date_naive()
    }
}

impl Moment for NaiveTime {
    fn at(now: DateTime<Utc>) -> Self {
        to_micros(now).time()
    }
}

/// This moment, as a parameter for a column of this type.
pub(crate) fn now(ty: SqlType, now: DateTime<Utc>) -> Value<'static> {
    match ty {
        SqlType::Date => NaiveDate::at(now).into_value(),
        SqlType::Time => NaiveTime::at(now).into_value(),
        SqlType::Timestamp => NaiveDateTime::at(now).into_value(),
        _ => DateTime::<Utc>::at(now).into_value(),
    }
}
