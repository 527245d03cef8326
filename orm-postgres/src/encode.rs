//! Parameters in PostgreSQL's binary format.

mod array;
mod cell;
mod check;
mod literal;
mod network;
mod numeric;
mod parameter;

use bytes::{BufMut, BytesMut};
use orm_core::value::{SqlType, Value};

pub(crate) use cell::Cell;
pub(crate) use check::check;
pub(crate) use parameter::Parameter;

/// What a parameter's encoding can fail with, after [`check`] has passed: nothing that a program can cause.
type Unencodable = Box<dyn std::error::Error + Sync + Send>;

/// Whether a value is NULL, which has no bytes.
#[derive(PartialEq, Eq)]
enum Written {
    Null,
    Bytes,
}

/// PostgreSQL counts from 2000-01-01, the core from 1970-01-01.
pub(crate) const EPOCH_DAYS: i32 = 10_957;
pub(crate) const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// JSONB on the wire is a version and the text.
pub(crate) const JSONB_VERSION: u8 = 1;

/// Whether lists of these are sent as text: the server alone knows the number of their type.
fn is_text(element: &SqlType) -> bool {
    matches!(element, SqlType::Enum(_))
}

fn value(value: &Value<'_>, out: &mut BytesMut) -> Result<Written, Unencodable> {
    match value {
        Value::Null(_) => return Ok(Written::Null),
        Value::Boolean(v) => out.put_u8(u8::from(*v)),
        Value::SmallInt(v) => out.put_i16(*v),
        Value::Integer(v) => out.put_i32(*v),
        Value::BigInt(v) | Value::Time(v) => out.put_i64(*v),
        Value::Real(v) => out.put_f32(*v),
        Value::Double(v) => out.put_f64(*v),
        Value::Text(v) => out.put_slice(v.as_bytes()),
        Value::Bytes(v) => out.put_slice(v),
        Value::Uuid(v) => out.put_slice(v.as_bytes()),
        Value::Date(v) => out.put_i32(v.checked_sub(EPOCH_DAYS).ok_or("the day is out of range")?),
        Value::Timestamp(v) | Value::TimestampTz(v) => {
            out.put_i64(v.checked_sub(EPOCH_MICROS).ok_or("the moment is out of range")?);
        }
        Value::Decimal(v) => numeric::encode(*v, out),
        Value::Json(v) => {
            out.put_u8(JSONB_VERSION);
            out.put_slice(v.as_bytes());
        }
        Value::Interval(v) => {
            out.put_i64(v.microseconds);
            out.put_i32(v.days);
            out.put_i32(v.months);
        }
        Value::Inet(v) => network::address(*v, out),
        Value::Cidr(v) => network::network(*v, out),
        Value::List(ty, values) if is_text(ty) => out.put_slice(literal::list(values).as_bytes()),
        Value::List(ty, values) => array::encode(**ty, values, out)?,
        Value::Enum(_, name) => out.put_slice(name.as_bytes()),
        Value::Array(ty, values) => array::encode(*ty, values, out)?,
        _ => return Err("this kind of value is unknown to the PostgreSQL backend".into()),
    }
    Ok(Written::Bytes)
}
