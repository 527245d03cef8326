use std::fmt::{self, Write as _};

use chrono::NaiveDate;

use super::list;
use crate::value::Value;

const MICROS_A_SECOND: u64 = 1_000_000;
const MICROS_A_DAY: i64 = 86_400 * 1_000_000;
/// From the first day of the year 1.
const DAYS_TO_1970: i32 = 719_163;

/// Appends the text of a value that is not NULL. It fails only for days that are hundreds of thousands of years away.
pub(in crate::query::copy) fn write(value: &Value<'_>, out: &mut String) -> fmt::Result {
    match value {
        Value::Text(text) | Value::Json(text) => out.write_str(text),
        Value::Enum(_, label) => out.write_str(label),
        Value::Boolean(value) => write!(out, "{value}"),
        Value::SmallInt(number) => write!(out, "{number}"),
        Value::Integer(number) => write!(out, "{number}"),
        Value::BigInt(number) => write!(out, "{number}"),
        Value::Real(number) => float(f64::from(*number), &format_args!("{number:?}"), out),
        Value::Double(number) => float(*number, &format_args!("{number:?}"), out),
        Value::Decimal(number) => write!(out, "{number}"),
        Value::Uuid(uuid) => write!(out, "{uuid}"),
        Value::Bytes(bytes) => {
            out.write_str("\\x")?;
            bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
        }
        Value::Date(days) => date(*days, out),
        Value::Time(micros) => clock(micros.unsigned_abs(), out),
        Value::Timestamp(micros) => moment(*micros, out),
        Value::TimestampTz(micros) => {
            moment(*micros, out)?;
            out.write_str("+00")
        }
        Value::Interval(span) => write!(out, "{span}"),
        Value::Inet(address) => write!(out, "{address}"),
        Value::Range(ty, range) => out.write_str(&ty.text(range)),
        Value::Cidr(network) => write!(out, "{network}"),
        Value::List(_, values) => list::write(values, out),
        // No cell is one of these.
        Value::Null(_) | Value::Row(..) | Value::Array(..) | Value::BinaryArray(..) | Value::Unfit(..) => Ok(()),
    }
}

/// With as few digits as tell it from any other.
fn float(number: f64, digits: &fmt::Arguments<'_>, out: &mut String) -> fmt::Result {
    match number {
        f64::INFINITY => out.write_str("Infinity"),
        f64::NEG_INFINITY => out.write_str("-Infinity"),
        _ => out.write_fmt(*digits),
    }
}

/// Years that have not four digits have a sign; the year before 1 is 0.
fn date(days: i32, out: &mut String) -> fmt::Result {
    let from_the_first = days.checked_add(DAYS_TO_1970).ok_or(fmt::Error)?;
    let day = NaiveDate::from_num_days_from_ce_opt(from_the_first).ok_or(fmt::Error)?;
    write!(out, "{day}")
}

fn moment(micros: i64, out: &mut String) -> fmt::Result {
    let days = i32::try_from(micros.div_euclid(MICROS_A_DAY)).map_err(|_| fmt::Error)?;
    date(days, out)?;
    out.write_char(' ')?;
    clock(micros.rem_euclid(MICROS_A_DAY).unsigned_abs(), out)
}

fn clock(micros: u64, out: &mut String) -> fmt::Result {
    let (seconds, fraction) = (micros / MICROS_A_SECOND, micros % MICROS_A_SECOND);
    write!(out, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
    if fraction != 0 {
        let fraction = format!("{fraction:06}");
        write!(out, ".{}", fraction.trim_end_matches('0'))?;
    }
    Ok(())
}
