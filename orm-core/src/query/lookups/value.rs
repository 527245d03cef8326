//! Values of parameters, by the type of their column.

use std::net::IpAddr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::error::shortened;
use crate::value::{Domain, Field, Interval, IpNetwork, SqlType, Value};

/// The value that a text stands for; else what should stand there.
pub(super) fn parse(text: &str, ty: SqlType, domain: Domain) -> Result<Value<'static>, String> {
    let expected = |what: &str| format!("must be {what}, and is {:?}", shortened(text));
    let whole = |low: i64, high: i64| {
        // Digits that are too many for any type are a number all the same.
        let is_number = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<i64>().ok();
        let in_domain = |number: &i64| match domain {
            Domain::Between(least, most) => (least..=most).contains(number),
            Domain::Numbers(numbers) => numbers.contains(number),
            _ => true,
        };
        number.filter(|number| is_number && (low..=high).contains(number) && in_domain(number)).ok_or_else(|| {
            let (low, high) = match domain {
                Domain::Between(least, most) => (low.max(least), high.min(most)),
                Domain::Numbers(numbers) => {
                    return expected(&format!("one of {}", listed(numbers.iter().map(i64::to_string))));
                }
                _ => (low, high),
            };
            expected(&format!("a whole number from {low} to {high}"))
        })
    };
    let parsed = match ty {
        SqlType::Boolean => match text {
            "true" | "1" => Some(Value::Boolean(true)),
            "false" | "0" => Some(Value::Boolean(false)),
            _ => None,
        }
        .ok_or_else(|| expected("true or false"))?,
        SqlType::SmallInt => {
            let number = whole(i16::MIN.into(), i16::MAX.into())?;
            Value::SmallInt(i16::try_from(number).map_err(|_| expected("a smaller number"))?)
        }
        SqlType::Integer => {
            let number = whole(i32::MIN.into(), i32::MAX.into())?;
            Value::Integer(i32::try_from(number).map_err(|_| expected("a smaller number"))?)
        }
        SqlType::BigInt => Value::BigInt(whole(i64::MIN, i64::MAX)?),
        SqlType::Real => {
            let number = text.parse::<f32>().ok().filter(|number| number.is_finite());
            Value::Real(number.ok_or_else(|| expected("a number"))?)
        }
        SqlType::Double => {
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            Value::Double(number.ok_or_else(|| expected("a number"))?)
        }
        SqlType::Decimal => {
            Value::Decimal(Decimal::from_str_exact(text).map_err(|_| expected("a decimal number, such as 12.50"))?)
        }
        SqlType::Text => {
            if let Domain::Texts(texts) = domain
                && !texts.contains(&text)
            {
                return Err(expected(&format!("one of {}", listed(texts.iter().map(|text| (*text).to_owned())))));
            }
            if text.contains('\0') {
                return Err("must be text, which cannot hold the character NUL".to_owned());
            }
            Value::Text(text.to_owned().into())
        }
        SqlType::Enum(ty) => ty
            .value(text)
            .map_err(|_| expected(&format!("one of {}", listed(ty.labels.iter().map(|label| (*label).to_owned())))))?,
        SqlType::Uuid => Value::Uuid(Uuid::parse_str(text).map_err(|_| expected("a UUID"))?),
        SqlType::Date => day(text).ok_or_else(|| expected("a day, such as 2024-12-31"))?.into_value(),
        SqlType::Time => time(text).ok_or_else(|| expected("a time of day, such as 23:59:59"))?.into_value(),
        SqlType::Timestamp => {
            day_and_time(text).ok_or_else(|| expected("a day and time, such as 2024-12-31T23:59:59"))?.into_value()
        }
        SqlType::TimestampTz => moment(text).ok_or_else(|| expected("a moment, such as 2024-12-31T23:59:59Z"))?,
        SqlType::Interval => {
            Value::Interval(text.parse::<Interval>().map_err(|_| expected("a span of time, such as P1DT2H30M"))?)
        }
        SqlType::Inet => Value::Inet(text.parse::<IpAddr>().map_err(|_| expected("an IP address"))?),
        SqlType::Cidr => {
            Value::Cidr(text.parse::<IpNetwork>().map_err(|_| expected("an IP network, such as 10.0.0.0/8"))?)
        }
        SqlType::Range(ty) => Value::Range(ty, Box::new(ty.parse(text).map_err(|_| expected(ty.example()))?)),
        SqlType::Json | SqlType::Bytes | SqlType::List(_) | SqlType::Row(_) => {
            return Err("cannot be compared with a parameter".to_owned());
        }
    };
    Ok(parsed)
}

fn listed(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(", ")
}

/// Years have four digits, which every database's calendar has.
fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (1..=9999).contains(&day.year()).then_some(day)
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M")).ok()
}

/// A day alone is its first moment.
fn day_and_time(text: &str) -> Option<NaiveDateTime> {
    match text.split_once(['T', 't', ' ']) {
        Some((date, of_day)) => Some(day(date)?.and_time(time(of_day)?)),
        None => Some(day(text)?.and_time(NaiveTime::MIN)),
    }
}

/// Without an offset, it is that of UTC.
fn moment(text: &str) -> Option<Value<'static>> {
    if let Some(moment) = day_and_time(text) {
        return Some(moment.and_utc().into_value());
    }
    // In a query string that was not percent-encoded, the plus sign of an offset has become a space.
    let plus = text.len().checked_sub(6).filter(|at| text.as_bytes()[*at] == b' ');
    let text = plus.map_or_else(|| text.to_owned(), |at| format!("{}+{}", &text[..at], &text[at + 1..]));
    let moment = DateTime::parse_from_rfc3339(&text).ok()?.to_utc();
    (1..=9999).contains(&moment.year()).then(|| moment.into_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str, ty: SqlType) -> Result<Value<'static>, String> {
        parse(text, ty, Domain::All)
    }

    #[test]
    fn each_type_has_its_own_values() {
        assert_eq!(parsed("true", SqlType::Boolean), Ok(Value::Boolean(true)));
        assert_eq!(parsed("-5", SqlType::SmallInt), Ok(Value::SmallInt(-5)));
        assert_eq!(parsed("9223372036854775807", SqlType::BigInt), Ok(Value::BigInt(i64::MAX)));
        assert_eq!(parsed("1e3", SqlType::Double), Ok(Value::Double(1_000.0)));
        assert_eq!(parsed("1.50", SqlType::Decimal), Ok(Value::Decimal(Decimal::new(150, 2))));
        assert_eq!(parsed("1970-01-02", SqlType::Date), Ok(Value::Date(1)));
        assert_eq!(parsed("00:01", SqlType::Time), Ok(Value::Time(60_000_000)));
        assert_eq!(parsed("1970-01-01 00:00:01.5", SqlType::Timestamp), Ok(Value::Timestamp(1_500_000)));
        for text in ["1970-01-01T01:00:00+01:00", "1970-01-01T01:00:00 01:00", "1970-01-01", "1970-01-01T00:00Z"] {
            let expected = if text.ends_with("00Z") { Err(String::new()) } else { Ok(Value::TimestampTz(0)) };
            assert_eq!(parsed(text, SqlType::TimestampTz).map_err(|_| String::new()), expected, "{text}");
        }
        assert_eq!(parsed("10.0.0.1", SqlType::Inet), Ok(Value::Inet(IpAddr::from([10, 0, 0, 1]))));
        let interval = Interval { months: 0, days: 1, microseconds: 0 };
        assert_eq!(parsed("P1D", SqlType::Interval), Ok(Value::Interval(interval)));
    }

    #[test]
    fn what_is_no_value_is_said() {
        let texts = [
            "",
            " ",
            "é",
            "1é23456",
            "NaN",
            "inf",
            "1,5",
            "0x10",
            "+5",
            "--5",
            "99999999999999999999999999",
            "\0",
            "' OR 1=1",
        ];
        let types = [
            SqlType::Boolean,
            SqlType::SmallInt,
            SqlType::Integer,
            SqlType::BigInt,
            SqlType::Date,
            SqlType::Time,
            SqlType::Timestamp,
            SqlType::TimestampTz,
            SqlType::Uuid,
            SqlType::Inet,
            SqlType::Cidr,
            SqlType::Interval,
            SqlType::Json,
            SqlType::Bytes,
        ];
        for ty in types {
            for text in texts {
                assert!(parsed(text, ty).is_err(), "{text:?} as {ty}");
            }
        }
        for text in ["", "NaN", "inf", "1e999", "1,5"] {
            assert!(parsed(text, SqlType::Double).is_err() && parsed(text, SqlType::Decimal).is_err(), "{text}");
        }
        for text in ["10000-01-01", "-0001-01-01", "0000-01-01", "2023-02-29", "2024-1"] {
            assert!(parsed(text, SqlType::Date).is_err() && parsed(text, SqlType::TimestampTz).is_err(), "{text}");
        }
        assert!(parsed("a\0", SqlType::Text).is_err());
        let number = parse("300", SqlType::SmallInt, Domain::Between(0, 255));
        assert_eq!(number, Err(r#"must be a whole number from 0 to 255, and is "300""#.to_owned()));
        let few = parse("c", SqlType::Text, Domain::Texts(&["a", "b"]));
        assert_eq!(few, Err(r#"must be one of a, b, and is "c""#.to_owned()));
    }
}
