//! A list as text, for the places where it cannot be sent in the binary format.

use std::fmt::Write as _;

use crate::value::{Interval, Value};

/// The Julian day, by which PostgreSQL takes dates of any era, of 1970-01-01.
const JULIAN_EPOCH: i64 = 2_440_588;
const MICROS_PER_SECOND: u64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400_000_000;

/// `{"1","2",NULL}`
pub(super) fn list(values: &[Value<'_>]) -> String {
    let mut out = String::with_capacity(2 + values.len() * 8);
    out.push('{');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        if value.is_null() {
            out.push_str("NULL");
            continue;
        }
        out.push('"');
        element(value, &mut out);
        out.push('"');
    }
    out.push('}');
    out
}

fn element(value: &Value<'_>, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = match value {
        Value::Text(text) | Value::Json(text) => {
            escaped(text, out);
            Ok(())
        }
        Value::Enum(_, name) => {
            escaped(name, out);
            Ok(())
        }
        Value::Boolean(v) => write!(out, "{v}"),
        Value::SmallInt(v) => write!(out, "{v}"),
        Value::Integer(v) => write!(out, "{v}"),
        Value::BigInt(v) => write!(out, "{v}"),
        Value::Real(v) => write!(out, "{v:?}"),
        Value::Double(v) => write!(out, "{v:?}"),
        Value::Bytes(bytes) => {
            out.push_str("\\\\x");
            bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
        }
        Value::Uuid(v) => write!(out, "{v}"),
        Value::Date(days) => write!(out, "J{}", i64::from(*days) + JULIAN_EPOCH),
        Value::Time(micros) => clock(micros.unsigned_abs(), out),
        Value::Timestamp(micros) => moment(*micros, out),
        Value::TimestampTz(micros) => moment(*micros, out).and_then(|()| write!(out, "+00")),
        Value::Decimal(v) => write!(out, "{v}"),
        Value::Interval(v) => interval(*v, out),
        Value::Range(ty, range) => {
            escaped(&ty.text(range), out);
            Ok(())
        }
        Value::Inet(v) => write!(out, "{v}"),
        Value::Cidr(v) => write!(out, "{v}"),
        // Not an element, as `check` has seen.
        _ => Ok(()),
    };
}

fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

fn moment(micros: i64, out: &mut String) -> std::fmt::Result {
    write!(out, "J{} ", micros.div_euclid(MICROS_PER_DAY) + JULIAN_EPOCH)?;
    clock(micros.rem_euclid(MICROS_PER_DAY).unsigned_abs(), out)
}

fn interval(span: Interval, out: &mut String) -> std::fmt::Result {
    let sign = if span.microseconds < 0 { "-" } else { "" };
    write!(out, "{} mons {} days {sign}", span.months, span.days)?;
    clock(span.microseconds.unsigned_abs(), out)
}

fn clock(micros: u64, out: &mut String) -> std::fmt::Result {
    let seconds = micros / MICROS_PER_SECOND;
    let fraction = micros % MICROS_PER_SECOND;
    write!(out, "{:02}:{:02}:{:02}.{fraction:06}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
