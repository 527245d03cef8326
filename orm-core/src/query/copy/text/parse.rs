use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::list;
use crate::error::{shortened, shortened_within};
use crate::value::{Field, SqlType, Value};

/// The value of this type that a text stands for; else what is wrong with it.
pub(in crate::query::copy) fn parse(text: &str, ty: SqlType) -> Result<Value<'static>, String> {
    match ty {
        SqlType::Text => Some(Value::Text(text.to_owned().into())),
        SqlType::Boolean => match text {
            "t" | "true" | "TRUE" | "True" | "1" => Some(Value::Boolean(true)),
            "f" | "false" | "FALSE" | "False" | "0" => Some(Value::Boolean(false)),
            _ => None,
        },
        SqlType::SmallInt => from(text, Value::SmallInt),
        SqlType::Integer => from(text, Value::Integer),
        SqlType::BigInt => from(text, Value::BigInt),
        // What is too large for the type would become infinite.
        SqlType::Real => from(text, Value::Real)
            .filter(|value| matches!(value, Value::Real(number) if is_meant(text, number.is_finite()))),
        SqlType::Double => from(text, Value::Double)
            .filter(|value| matches!(value, Value::Double(number) if is_meant(text, number.is_finite()))),
        SqlType::Decimal => Decimal::from_str_exact(text).ok().map(Value::Decimal),
        SqlType::Uuid => Uuid::parse_str(text).ok().map(Value::Uuid),
        SqlType::Bytes => bytes(text).map(|bytes| Value::Bytes(bytes.into())),
        SqlType::Date => date(text).map(Field::into_value),
        SqlType::Time => time(text).map(Field::into_value),
        SqlType::Timestamp => timestamp(text).map(Field::into_value),
        SqlType::TimestampTz => moment(text),
        SqlType::Interval => from(text, Value::Interval),
        SqlType::Inet => from(text, Value::Inet),
        SqlType::Cidr => from(text, Value::Cidr),
        SqlType::Range(ty) => ty.parse(text).ok().map(|range| Value::Range(ty, Box::new(range))),
        SqlType::Json => return json(text),
        SqlType::Enum(ty) => return ty.value(text).map_err(|error| error.to_string()),
        SqlType::List(element) => return list::read(text, element),
        SqlType::Row(_) => None,
    }
    .ok_or_else(|| format!("must be {}, and is {:?}", expected(ty), shortened(text)))
}

fn expected(ty: SqlType) -> &'static str {
    match ty {
        SqlType::Boolean => "true or false",
        SqlType::SmallInt => "a whole number of 16 bits",
        SqlType::Integer => "a whole number of 32 bits",
        SqlType::BigInt => "a whole number of 64 bits",
        SqlType::Real | SqlType::Double => "a number",
        SqlType::Decimal => "a decimal number, such as 12.50",
        SqlType::Uuid => "a UUID",
        SqlType::Bytes => "bytes in hexadecimal, such as \\x00ff",
        SqlType::Date => "a day, such as 2024-12-31",
        SqlType::Time => "a time of day, such as 23:59:59",
        SqlType::Timestamp => "a day and time, such as 2024-12-31 23:59:59",
        SqlType::TimestampTz => "a moment, such as 2024-12-31 23:59:59+00",
        SqlType::Interval => "a span of time, such as P1DT2H30M",
        SqlType::Inet => "an IP address",
        SqlType::Cidr => "an IP network, such as 10.0.0.0/8",
        SqlType::Range(ty) => ty.example(),
        _ => "a single value",
    }
}

fn from<T: FromStr>(text: &str, value: impl FnOnce(T) -> Value<'static>) -> Option<Value<'static>> {
    text.parse().ok().map(value)
}

/// Whether an infinite number was written as one.
fn is_meant(text: &str, is_finite: bool) -> bool {
    is_finite || !text.bytes().any(|byte| byte.is_ascii_digit())
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let (pairs, []) = digits.as_chunks() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok()
}

/// A day alone is its first moment.
fn timestamp(text: &str) -> Option<NaiveDateTime> {
    match text.split_once(['T', ' ']) {
        Some((day, of_day)) => Some(date(day)?.and_time(time(of_day)?)),
        None => Some(date(text)?.and_time(NaiveTime::MIN)),
    }
}

/// Without an offset, it is that of UTC.
fn moment(text: &str) -> Option<Value<'static>> {
    if let Some(without) = timestamp(text.strip_suffix(['Z', 'z']).unwrap_or(text)) {
        return Some(without.and_utc().into_value());
    }
    let place = text.rfind(['+', '-'])?;
    let (local, offset) = (timestamp(&text[..place])?, &text[place..]);
    // PostgreSQL leaves out what is zero at the end of an offset.
    let offset = match offset.len() {
        3 => format!("{offset}:00"),
        _ => offset.to_owned(),
    };
    let local = local.format("%Y-%m-%dT%H:%M:%S%.f");
    DateTime::parse_from_str(&format!("{local}{offset}"), "%Y-%m-%dT%H:%M:%S%.f%:z")
        .ok()
        .map(|moment| moment.to_utc().into_value())
}

fn json(text: &str) -> Result<Value<'static>, String> {
    // Its numbers stay as they are written.
    let raw: &serde_json::value::RawValue = serde_json::from_str(text)
        .map_err(|error| format!("must be JSON, and is not: {}", shortened_within(&error.to_string())))?;
    Ok(Value::Json(raw.get().to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value<'_>) -> String {
        let mut text = String::new();
        assert!(super::super::write(value, &mut text).is_ok());
        text
    }

    #[test]
    fn what_is_written_is_read() {
        let (least, greatest) = (-8_334_601_228_800_000_000, 8_210_266_876_799_999_999);
        let values = [
            Value::Boolean(true),
            Value::SmallInt(i16::MIN),
            Value::BigInt(i64::MIN),
            Value::Real(f32::MIN_POSITIVE),
            Value::Double(f64::MAX),
            Value::Double(f64::NEG_INFINITY),
            Value::Decimal(Decimal::new(-150, 2)),
            Value::Bytes(vec![0, 255, 16].into()),
            Value::Date(0),
            Value::Date(-719_529),
            Value::Date(2_932_897),
            Value::Date(11_016),
            Value::Time(86_399_999_999),
            Value::Timestamp(-1),
            Value::Timestamp(least),
            Value::TimestampTz(greatest),
            Value::List(&SqlType::Text, vec![Value::Text("a\"\u{7},".into()), Value::Null(SqlType::Text)]),
            Value::List(&SqlType::Double, vec![Value::Double(f64::INFINITY), Value::Double(0.1)]),
            Value::Json(r#"{"a": 1.50}"#.into()),
        ];
        for value in values {
            let text = written(&value);
            assert_eq!(parse(&text, value.sql_type()), Ok(value), "{text}");
        }
        assert_eq!(written(&Value::Date(-719_529)), "-0001-12-31");
        assert_eq!(written(&Value::Date(2_932_897)), "+10000-01-01");
        assert_eq!(written(&Value::Date(11_016)), "2000-02-29");
        assert_eq!(written(&Value::TimestampTz(-500_000)), "1969-12-31 23:59:59.5+00");
    }

    #[test]
    fn moments_are_read_as_others_write_them() {
        let noon = Ok(Value::TimestampTz(43_200_000_000));
        for text in ["1970-01-01 12:00:00+00", "1970-01-01T12:00:00Z", "1970-01-01 12:00", "1970-01-01 14:00:00.0+02"] {
            assert_eq!(parse(text, SqlType::TimestampTz), noon, "{text}");
        }
        for text in ["1970-01-01T06:30:00-05:30", "1970-01-01 06:30:00.000000-05:30"] {
            assert_eq!(parse(text, SqlType::TimestampTz), noon, "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_said() {
        let types = [
            SqlType::Boolean,
            SqlType::SmallInt,
            SqlType::BigInt,
            SqlType::Real,
            SqlType::Double,
            SqlType::Decimal,
            SqlType::Uuid,
            SqlType::Bytes,
            SqlType::Date,
            SqlType::Time,
            SqlType::Timestamp,
            SqlType::TimestampTz,
            SqlType::Interval,
            SqlType::Inet,
            SqlType::Cidr,
            SqlType::Json,
            SqlType::List(&SqlType::BigInt),
        ];
        for ty in types {
            for text in ["", " ", "é", "\\x0", "\\xgg", "1é-é-é", "[1", "+", "-", "1970-01-01T00:00:00+é", "1e999"]
            {
                if ty == SqlType::Json && text == "1e999" {
                    continue;
                }
                assert!(parse(text, ty).is_err(), "{text:?} as {ty}");
            }
        }
        assert_eq!(
            parse("abc", SqlType::Integer),
            Err(r#"must be a whole number of 32 bits, and is "abc""#.to_owned())
        );
    }
}
