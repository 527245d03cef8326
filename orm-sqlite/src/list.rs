//! Lists, which SQLite keeps as JSON text. A list is always written alike, so that what is equal is equal as text.

use std::borrow::Cow;
use std::fmt::Write as _;

use orm_core::value::{ReadError, ReadResult, SqlType, Value};
use rusqlite::types::ValueRef;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::bind::Encoded;
use crate::reader::malformed;
use crate::temporal;

/// The JSON text of a list.
pub(crate) fn write(values: &[Value<'_>]) -> Result<String, Cow<'static, str>> {
    let mut out = String::with_capacity(2 + values.len() * 8);
    out.push('[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        element(value, &mut out)?;
    }
    out.push(']');
    Ok(out)
}

fn element(value: &Value<'_>, out: &mut String) -> Result<(), Cow<'static, str>> {
    match value {
        Value::Boolean(true) => out.push_str("true"),
        Value::Boolean(false) => out.push_str("false"),
        Value::Json(document) => out.push_str(document),
        Value::Null(SqlType::Json) => {
            return Err("SQLite cannot tell no document in a list from one that is null".into());
        }
        Value::Uuid(uuid) => text(&uuid.to_string(), out),
        Value::Bytes(bytes) => text(&hex(bytes), out),
        Value::Row(_, parts) => out.push_str(&write(parts)?),
        // Two that are equal are one text, whatever zeros they end in.
        Value::Decimal(decimal) => text(&decimal.normalize().to_string(), out),
        Value::Real(number) if number.is_finite() => float(f64::from(*number), &format!("{number:?}"), out),
        Value::Double(number) if number.is_finite() => float(*number, &format!("{number:?}"), out),
        value => match Encoded::of(value)?.as_value() {
            ValueRef::Null => out.push_str("null"),
            ValueRef::Integer(number) => out.push_str(&number.to_string()),
            // As SQLite's own functions write what is infinite.
            ValueRef::Real(number) => out.push_str(if number > 0.0 { "9e999" } else { "-9e999" }),
            ValueRef::Text(plain) => text(&String::from_utf8_lossy(plain), out),
            ValueRef::Blob(bytes) => text(&hex(bytes), out),
        },
    }
    Ok(())
}

fn float(number: f64, written: &str, out: &mut String) {
    out.push_str(if number == 0.0 { "0.0" } else { written });
}

fn text(plain: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(plain).to_string());
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The elements of a list of this type.
pub(crate) fn parse(ty: SqlType, json: &str) -> ReadResult<Vec<Value<'static>>> {
    let elements: Vec<&RawValue> =
        serde_json::from_str(json).map_err(|_| ReadError::invalid(format!("{json:?} is no list in JSON")))?;
    elements
        .into_iter()
        .map(|element| match element.get() {
            "null" if ty != SqlType::Json => Ok(Value::Null(ty)),
            raw => value(ty, raw).ok_or_else(|| malformed(ty, raw.as_bytes())),
        })
        .collect()
}

fn value(ty: SqlType, raw: &str) -> Option<Value<'static>> {
    let plain = || serde_json::from_str::<String>(raw).ok();
    Some(match ty {
        SqlType::Boolean => Value::Boolean(raw.parse().ok()?),
        SqlType::SmallInt => Value::SmallInt(raw.parse().ok()?),
        SqlType::Integer => Value::Integer(raw.parse().ok()?),
        SqlType::BigInt => Value::BigInt(raw.parse().ok()?),
        SqlType::Real => Value::Real(raw.parse().ok()?),
        SqlType::Double => Value::Double(raw.parse().ok()?),
        SqlType::Text => Value::Text(plain()?.into()),
        SqlType::Bytes => Value::Bytes(unhex(&plain()?)?.into()),
        SqlType::Uuid => Value::Uuid(Uuid::parse_str(&plain()?).ok()?),
        SqlType::Date => Value::Date(temporal::parse_date(plain()?.as_bytes())?),
        SqlType::Time => Value::Time(temporal::parse_time(plain()?.as_bytes())?),
        SqlType::Timestamp => Value::Timestamp(temporal::parse_timestamp(plain()?.as_bytes())?),
        SqlType::TimestampTz => Value::TimestampTz(temporal::parse_timestamp(plain()?.as_bytes())?),
        SqlType::Decimal => Value::Decimal(plain()?.parse().ok()?),
        SqlType::Json => Value::Json(raw.to_owned().into()),
        SqlType::Interval => Value::Interval(plain()?.parse().ok()?),
        SqlType::Inet => Value::Inet(plain()?.parse().ok()?),
        SqlType::Cidr => Value::Cidr(plain()?.parse().ok()?),
        SqlType::Range(ty) => Value::Range(ty, Box::new(ty.parse(&plain()?).ok()?)),
        SqlType::Enum(ty) => {
            let name = plain()?;
            Value::Enum(ty, ty.labels.iter().copied().find(|label| *label == name)?)
        }
        _ => return None,
    })
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lists_are_one_text() {
        let written = |values: &[Value<'_>]| write(values).unwrap_or_default();
        assert_eq!(
            written(&[Value::Double(-0.0), Value::Real(0.1), Value::Double(f64::NEG_INFINITY)]),
            "[0.0,0.1,-9e999]"
        );
        assert_eq!(written(&[Value::Text("a\"\n".into()), Value::Null(SqlType::Text)]), r#"["a\"\n",null]"#);
        assert_eq!(written(&[Value::Decimal(rust_decimal::Decimal::new(150, 2))]), r#"["1.5"]"#);
        assert_eq!(written(&[Value::Bytes(vec![0, 255].into())]), r#"["00ff"]"#);
        assert!(write(&[Value::Double(f64::NAN)]).is_err());
    }

    #[test]
    fn what_is_no_list_of_these() {
        for (ty, json) in [
            (SqlType::BigInt, "{}"),
            (SqlType::BigInt, "[1"),
            (SqlType::BigInt, "[1.5]"),
            (SqlType::BigInt, r#"["1"]"#),
            (SqlType::SmallInt, "[40000]"),
            (SqlType::Text, "[1]"),
            (SqlType::Bytes, r#"["0"]"#),
            (SqlType::Bytes, r#"["+1"]"#),
            (SqlType::Boolean, "[1]"),
        ] {
            assert!(parse(ty, json).is_err(), "{ty} {json}");
        }
        assert!(matches!(parse(SqlType::BigInt, " [ 1 , null ] ").as_deref(), Ok([Value::BigInt(1), Value::Null(_)])));
    }
}
