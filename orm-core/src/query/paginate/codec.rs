//! Values as bytes, for cursors: short, and read back by the type that the order has.

use std::net::IpAddr;

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::value::{Interval, IpNetwork, RowType, SqlType, Value};

const NULL: u8 = 0;
const SOME: u8 = 1;

/// Appends a value. One that has no bytes of its own, because no row gives it, counts as NULL.
pub(super) fn write(value: &Value<'_>, out: &mut Vec<u8>) {
    let mut some = |bytes: &[u8]| {
        out.push(SOME);
        out.extend_from_slice(bytes);
    };
    match value {
        Value::Boolean(v) => some(&[u8::from(*v)]),
        Value::SmallInt(v) => some(&v.to_be_bytes()),
        Value::Integer(v) | Value::Date(v) => some(&v.to_be_bytes()),
        Value::BigInt(v) | Value::Time(v) | Value::Timestamp(v) | Value::TimestampTz(v) => some(&v.to_be_bytes()),
        Value::Real(v) => some(&v.to_be_bytes()),
        Value::Double(v) => some(&v.to_be_bytes()),
        Value::Uuid(v) => some(v.as_bytes()),
        Value::Decimal(v) => some(&v.serialize()),
        Value::Text(text) | Value::Json(text) => sized(text.as_bytes(), out),
        Value::Enum(_, label) => sized(label.as_bytes(), out),
        Value::Bytes(bytes) => sized(bytes, out),
        Value::BinaryArray(_, bytes) => sized(bytes, out),
        Value::Interval(Interval { months, days, microseconds }) => {
            some(&months.to_be_bytes());
            out.extend_from_slice(&days.to_be_bytes());
            out.extend_from_slice(&microseconds.to_be_bytes());
        }
        Value::Inet(address) => sized(address.to_string().as_bytes(), out),
        Value::Range(ty, range) => sized(ty.text(range).as_bytes(), out),
        Value::Cidr(network) => sized(network.to_string().as_bytes(), out),
        Value::List(_, values) | Value::Row(_, values) | Value::Array(_, values) => {
            out.push(SOME);
            out.extend_from_slice(&length(values.len()));
            values.iter().for_each(|value| write(value, out));
        }
        Value::Null(_) | Value::Unfit(..) => out.push(NULL),
    }
}

fn sized(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(SOME);
    out.extend_from_slice(&length(bytes.len()));
    out.extend_from_slice(bytes);
}

fn length(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}

/// Takes a value of this type from the front; `None` where the bytes are not one.
pub(super) fn read(ty: SqlType, bytes: &mut &[u8]) -> Option<Value<'static>> {
    match take::<1>(bytes)? {
        [NULL] => return Some(Value::Null(ty)),
        [SOME] => {}
        _ => return None,
    }
    Some(match ty {
        SqlType::Boolean => Value::Boolean(take::<1>(bytes)? != [0]),
        SqlType::SmallInt => Value::SmallInt(i16::from_be_bytes(take(bytes)?)),
        SqlType::Integer => Value::Integer(i32::from_be_bytes(take(bytes)?)),
        SqlType::BigInt => Value::BigInt(i64::from_be_bytes(take(bytes)?)),
        SqlType::Real => Value::Real(f32::from_be_bytes(take(bytes)?)),
        SqlType::Double => Value::Double(f64::from_be_bytes(take(bytes)?)),
        SqlType::Text => Value::Text(text(bytes)?.to_owned().into()),
        SqlType::Json => Value::Json(text(bytes)?.to_owned().into()),
        SqlType::Bytes => Value::Bytes(piece(bytes)?.to_vec().into()),
        SqlType::Uuid => Value::Uuid(Uuid::from_bytes(take(bytes)?)),
        SqlType::Date => Value::Date(i32::from_be_bytes(take(bytes)?)),
        SqlType::Time => Value::Time(i64::from_be_bytes(take(bytes)?)),
        SqlType::Timestamp => Value::Timestamp(i64::from_be_bytes(take(bytes)?)),
        SqlType::TimestampTz => Value::TimestampTz(i64::from_be_bytes(take(bytes)?)),
        SqlType::Decimal => Value::Decimal(Decimal::deserialize(take(bytes)?)),
        SqlType::Enum(ty) => ty.value(text(bytes)?).ok()?,
        SqlType::Interval => Value::Interval(Interval {
            months: i32::from_be_bytes(take(bytes)?),
            days: i32::from_be_bytes(take(bytes)?),
            microseconds: i64::from_be_bytes(take(bytes)?),
        }),
        SqlType::Inet => Value::Inet(text(bytes)?.parse::<IpAddr>().ok()?),
        SqlType::Range(ty) => Value::Range(ty, Box::new(ty.parse(text(bytes)?).ok()?)),
        SqlType::Cidr => Value::Cidr(text(bytes)?.parse::<IpNetwork>().ok()?),
        SqlType::List(element) => {
            let count = u32::from_be_bytes(take(bytes)?);
            Value::List(element, (0..count).map(|_| read(*element, bytes)).collect::<Option<_>>()?)
        }
        SqlType::Row(row) => {
            let count = u32::from_be_bytes(take(bytes)?);
            let values = parts(row, bytes)?;
            (usize::try_from(count) == Ok(values.len())).then_some(Value::Row(row, values))?
        }
    })
}

fn parts(row: &RowType, bytes: &mut &[u8]) -> Option<Vec<Value<'static>>> {
    row.parts.iter().map(|part| read(*part, bytes)).collect()
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

fn piece<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u32::from_be_bytes(take(bytes)?)).ok()?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(piece(bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_comes_back_as_it_was() {
        static INTEGER: SqlType = SqlType::Integer;
        static PAIR: RowType = RowType { parts: &[SqlType::Text, SqlType::Integer] };
        let values = [
            Value::Null(SqlType::Text),
            Value::Boolean(true),
            Value::SmallInt(-7),
            Value::Integer(i32::MIN),
            Value::BigInt(i64::MAX),
            Value::Real(-0.1),
            Value::Double(f64::INFINITY),
            Value::Text("é\u{1F600}".into()),
            Value::Bytes(vec![0, 255].into()),
            Value::Uuid(Uuid::from_u128(5)),
            Value::Date(-1),
            Value::Time(86_399_999_999),
            Value::Timestamp(-5),
            Value::TimestampTz(i64::MIN),
            Value::Decimal(Decimal::new(-150, 2)),
            Value::Json("{}".into()),
            Value::Interval(Interval { months: 1, days: -2, microseconds: 3 }),
            Value::Inet(IpAddr::from([10, 0, 0, 1])),
            Value::List(&INTEGER, vec![Value::Integer(1), Value::Null(SqlType::Integer)]),
            Value::Row(&PAIR, vec![Value::Text(String::new().into()), Value::Integer(4)]),
        ];
        let mut bytes = Vec::new();
        values.iter().for_each(|value| write(value, &mut bytes));
        let mut rest = bytes.as_slice();
        for value in &values {
            assert_eq!(read(value.sql_type(), &mut rest).as_ref(), Some(value));
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn what_is_cut_short_is_no_value() {
        let mut bytes = Vec::new();
        write(&Value::Text("abc".into()), &mut bytes);
        for end in 0..bytes.len() {
            assert_eq!(read(SqlType::Text, &mut &bytes[..end]), None);
        }
        assert_eq!(read(SqlType::Text, &mut [SOME, 255, 255, 255, 255].as_slice()), None);
        assert_eq!(read(SqlType::List(&SqlType::Text), &mut [SOME, 255, 255, 255, 255].as_slice()), None);
        assert_eq!(read(SqlType::Boolean, &mut [9].as_slice()), None);
    }
}
