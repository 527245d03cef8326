//! `+` and `-` of days, times, moments and spans of time, as PostgreSQL has them.

use chrono::{Days, Duration, Months, NaiveDateTime, NaiveTime};
use orm_core::value::Interval;
use rusqlite::functions::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, Error, Result};

use super::time::{Stamp, stamp};
use super::{failed, pure, some_text};

const MICROS_PER_DAY: i64 = 86_400_000_000;

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "moment_add", 2, |context| moved(stamp(context, 0)?, span(context, 1)?))?;
    pure(connection, "moment_sub", 2, |context| {
        let back = negated(span(context, 1)?).ok_or_else(too_long)?;
        moved(stamp(context, 0)?, back)
    })?;
    pure(connection, "span_add", 2, |context| {
        sum(span(context, 0)?, span(context, 1)?).map(|span| span.to_string()).ok_or_else(too_long)
    })?;
    pure(connection, "span_sub", 2, |context| {
        difference(span(context, 0)?, span(context, 1)?).map(|span| span.to_string()).ok_or_else(too_long)
    })?;
    pure(connection, "span_between", 2, |context| Ok(between(stamp(context, 0)?, stamp(context, 1)?).to_string()))?;
    pure(connection, "day_add", 2, |context| day(context, Some))?;
    pure(connection, "day_sub", 2, |context| day(context, i64::checked_neg))?;
    pure(connection, "days_between", 2, |context| {
        let micros = stamp(context, 1)?.micros() - stamp(context, 0)?.micros();
        Ok(micros / MICROS_PER_DAY)
    })
}

fn span(context: &Context<'_>, index: usize) -> Result<Interval> {
    let text = some_text(context, index)?;
    text.parse().map_err(|error| failed(format!("{text:?}: {error}")))
}

fn too_long() -> Error {
    failed("interval out of range")
}

fn out_of_range() -> Error {
    failed("timestamp out of range")
}

/// First the months, at whose end a day stays that the month does not have; then the days; then the rest.
fn moved(stamp: Stamp, span: Interval) -> Result<Value> {
    let local = |at: NaiveDateTime| -> Option<NaiveDateTime> {
        let (months, days) = (Months::new(span.months.unsigned_abs()), Days::new(u64::from(span.days.unsigned_abs())));
        let at = if span.months < 0 { at.checked_sub_months(months)? } else { at.checked_add_months(months)? };
        let at = if span.days < 0 { at.checked_sub_days(days)? } else { at.checked_add_days(days)? };
        at.checked_add_signed(Duration::microseconds(span.microseconds))
    };
    let moved = match stamp {
        // Around midnight, and without what is more than a day.
        Stamp::Time(time) => {
            Some(Stamp::Time(time.overflowing_add_signed(Duration::microseconds(span.microseconds)).0))
        }
        Stamp::Date(day) => local(day.and_time(NaiveTime::MIN)).map(Stamp::Local),
        Stamp::Local(at) => local(at).map(Stamp::Local),
        Stamp::Moment(at) => local(at).map(Stamp::Moment),
    };
    moved.and_then(Stamp::write).ok_or_else(out_of_range)
}

/// From one to the other, in days and what is less than a day.
fn between(from: Stamp, to: Stamp) -> Interval {
    // Both are within ten thousand years.
    let micros = to.micros() - from.micros();
    match i32::try_from(micros / MICROS_PER_DAY) {
        Ok(days) => Interval { months: 0, days, microseconds: micros % MICROS_PER_DAY },
        Err(_) => Interval { months: 0, days: 0, microseconds: micros },
    }
}

/// A day so many days later.
fn day(context: &Context<'_>, sign: fn(i64) -> Option<i64>) -> Result<Value> {
    let days = sign(context.get(1)?).and_then(Duration::try_days);
    let Stamp::Date(day) = stamp(context, 0)? else { return Err(failed("not a day")) };
    let moved = days.and_then(|days| day.checked_add_signed(days)).map(Stamp::Date).and_then(Stamp::write);
    moved.ok_or_else(|| failed("date out of range"))
}

fn negated(span: Interval) -> Option<Interval> {
    difference(Interval::default(), span)
}

fn sum(a: Interval, b: Interval) -> Option<Interval> {
    Some(Interval {
        months: a.months.checked_add(b.months)?,
        days: a.days.checked_add(b.days)?,
        microseconds: a.microseconds.checked_add(b.microseconds)?,
    })
}

fn difference(a: Interval, b: Interval) -> Option<Interval> {
    Some(Interval {
        months: a.months.checked_sub(b.months)?,
        days: a.days.checked_sub(b.days)?,
        microseconds: a.microseconds.checked_sub(b.microseconds)?,
    })
}
