//! Parts of days, times and moments, as PostgreSQL has them. Each is told from the others by how it is written.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rusqlite::functions::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::{failed, pure, some_text};
use crate::temporal::{self, Text};

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "date_part", 2, |context| {
        let (part, stamp) = (some_text(context, 0)?, stamp(context, 1)?);
        stamp.part(&part).ok_or_else(|| failed(format!("{part} of what has none")))
    })?;
    pure(connection, "date_trunc", 2, |context| {
        let (unit, stamp) = (some_text(context, 0)?, stamp(context, 1)?);
        stamp.truncated(&unit).and_then(Stamp::write).ok_or_else(|| failed(format!("the {unit} of what has none")))
    })?;
    pure(connection, "time_of", 1, |context| {
        let time = Stamp::Time(stamp(context, 0)?.time());
        time.write().ok_or_else(|| failed("no time"))
    })?;
    pure(connection, "epoch", 1, |context| {
        let micros = stamp(context, 0)?.micros();
        #[allow(clippy::cast_precision_loss, reason = "as a cast to double precision does")]
        Ok(micros as f64 / 1e6)
    })
}

/// What a text that the library has written stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stamp {
    Date(NaiveDate),
    Time(NaiveTime),
    Local(NaiveDateTime),
    Moment(NaiveDateTime),
}

/// The argument at this place.
pub(super) fn stamp(context: &Context<'_>, index: usize) -> Result<Stamp> {
    let text = some_text(context, index)?;
    Stamp::read(&text).ok_or_else(|| failed(format!("{text:?} is no day, time or moment")))
}

impl Stamp {
    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let Some(days) = temporal::parse_date(bytes) {
            return NaiveDate::from_epoch_days(days).map(Self::Date);
        }
        if let Some(micros) = temporal::parse_time(bytes) {
            let time = NaiveDateTime::default().checked_add_signed(Duration::microseconds(micros))?.time();
            return Some(Self::Time(time));
        }
        let at =
            NaiveDateTime::default().checked_add_signed(Duration::microseconds(temporal::parse_timestamp(bytes)?))?;
        Some(if text.ends_with("+00:00") || text.ends_with('Z') { Self::Moment(at) } else { Self::Local(at) })
    }

    /// The text of it, of the kind that it was.
    pub(super) fn write(self) -> Option<Value> {
        let text: Option<Text> = match self {
            Self::Date(day) => temporal::write_date(day.to_epoch_days()),
            Self::Time(_) => temporal::write_time(self.micros()),
            Self::Local(_) => temporal::write_timestamp(self.micros()),
            Self::Moment(_) => temporal::write_timestamp_tz(self.micros()),
        };
        String::from_utf8(text?.as_bytes().to_vec()).ok().map(Value::Text)
    }

    /// Microseconds since 1970, or since midnight.
    pub(super) fn micros(self) -> i64 {
        match self {
            Self::Date(day) => day.and_time(NaiveTime::MIN).and_utc().timestamp_micros(),
            Self::Time(time) => (time - NaiveTime::MIN).num_microseconds().unwrap_or(0),
            Self::Local(at) | Self::Moment(at) => at.and_utc().timestamp_micros(),
        }
    }

    fn time(self) -> NaiveTime {
        match self {
            Self::Date(_) => NaiveTime::MIN,
            Self::Time(time) => time,
            Self::Local(at) | Self::Moment(at) => at.time(),
        }
    }

    fn date(self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(day),
            Self::Time(_) => None,
            Self::Local(at) | Self::Moment(at) => Some(at.date()),
        }
    }

    fn part(self, part: &str) -> Option<i64> {
        let time = self.time();
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let of_time = match part {
            "hour" => Some(hour),
            "minute" => Some(minute),
            "second" => Some(second),
            _ => None,
        };
        if let Some(part) = of_time {
            return Some(i64::from(part));
        }
        let day = self.date()?;
        Some(match part {
            "year" => i64::from(day.year()),
            "iso_year" => i64::from(day.iso_week().year()),
            "quarter" => i64::from(day.quarter()),
            "month" => i64::from(day.month()),
            "week" => i64::from(day.iso_week().week()),
            "day" => i64::from(day.day()),
            "day_of_year" => i64::from(day.ordinal()),
            "week_day" => i64::from(day.weekday().number_from_sunday()),
            "iso_week_day" => i64::from(day.weekday().number_from_monday()),
            _ => return None,
        })
    }

    /// The first moment of this unit, of the same kind.
    fn truncated(self, unit: &str) -> Option<Self> {
        let time = self.time();
        let time = match unit {
            "second" => time.with_nanosecond(0),
            "minute" => NaiveTime::from_hms_opt(time.hour(), time.minute(), 0),
            "hour" => NaiveTime::from_hms_opt(time.hour(), 0, 0),
            _ => Some(NaiveTime::MIN),
        }?;
        let day = || {
            let day = self.date()?;
            match unit {
                "year" => day.with_ordinal(1),
                "quarter" => day.with_day(1)?.with_month(day.quarter() * 3 - 2),
                "month" => day.with_day(1),
                "week" => day.checked_sub_signed(Duration::days(i64::from(day.weekday().num_days_from_monday()))),
                _ => Some(day),
            }
        };
        Some(match self {
            Self::Date(_) => Self::Date(day()?),
            Self::Time(_) => Self::Time(time),
            Self::Local(_) => Self::Local(day()?.and_time(time)),
            Self::Moment(_) => Self::Moment(day()?.and_time(time)),
        })
    }
}
