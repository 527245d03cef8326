use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;

use orm_core::database::Failure;
use orm_core::value::{SqlType, Value, binary};
use rusqlite::Statement;
use rusqlite::types::{ToSqlOutput, Value as Owned, ValueRef};
use rust_decimal::Decimal;

use crate::failure;
use crate::list;
use crate::temporal::{self, Text};

/// Binds all parameters of a statement.
pub(crate) fn parameters(statement: &mut Statement<'_>, values: &[Value<'_>]) -> Result<(), Failure> {
    let expected = statement.parameter_count();
    if expected != values.len() {
        return Err(failure::wrong_parameter_count(expected, values.len()));
    }
    for (index, value) in values.iter().enumerate() {
        parameter(statement, index, value)?;
    }
    Ok(())
}

/// Refuses what cannot be bound.
pub(crate) fn check(values: &[Value<'_>]) -> Result<(), Failure> {
    values.iter().enumerate().try_for_each(|(index, value)| {
        let bindable = match value {
            Value::Array(SqlType::Row(_), keys) => list::write(keys).map(drop),
            Value::Array(_, elements) => elements.iter().try_for_each(|element| Encoded::of(element).map(drop)),
            value => Encoded::of(value).map(drop),
        };
        bindable.map_err(|reason| refused(index, reason))
    })
}

fn parameter(statement: &mut Statement<'_>, index: usize, value: &Value<'_>) -> Result<(), Failure> {
    let place = index + 1;
    let bound = match value {
        // Arrays cannot be read side by side, which keys of several columns would need.
        Value::Array(SqlType::Row(_), keys) => {
            let document = list::write(keys).map_err(|reason| refused(index, reason))?;
            statement.raw_bind_parameter(place, document)
        }
        Value::Array(_, elements) => {
            let elements: Result<Vec<_>, _> = elements.iter().map(owned).collect();
            statement.raw_bind_parameter(place, Rc::new(elements.map_err(|reason| refused(index, reason))?))
        }
        value => {
            let encoded = Encoded::of(value).map_err(|reason| refused(index, reason))?;
            statement.raw_bind_parameter(place, ToSqlOutput::Borrowed(encoded.as_value()))
        }
    };
    bound.map_err(failure::statement)
}

#[cold]
fn refused(index: usize, reason: Cow<'static, str>) -> Failure {
    Failure::Parameter { index, reason: reason.into_owned() }
}

/// An element of an array: `rarray` reads it while the statement runs, so it cannot be borrowed.
pub(crate) fn owned(value: &Value<'_>) -> Result<Owned, Cow<'static, str>> {
    Ok(match Encoded::of(value)?.as_value() {
        ValueRef::Null => Owned::Null,
        ValueRef::Integer(number) => Owned::Integer(number),
        ValueRef::Real(number) => Owned::Real(number),
        ValueRef::Text(text) => Owned::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Owned::Blob(bytes.to_vec()),
    })
}

/// A value as SQLite keeps it. Text and bytes are borrowed from the value; what must be written as text is written here.
pub(crate) enum Encoded<'v> {
    Plain(ValueRef<'v>),
    Temporal(Text),
    Decimal(DecimalText),
    Written(String),
}

impl<'v> Encoded<'v> {
    pub(crate) fn of(value: &'v Value<'_>) -> Result<Self, Cow<'static, str>> {
        Ok(Self::Plain(match value {
            Value::Null(_) => ValueRef::Null,
            Value::Boolean(value) => ValueRef::Integer(i64::from(*value)),
            Value::SmallInt(value) => ValueRef::Integer(i64::from(*value)),
            Value::Integer(value) => ValueRef::Integer(i64::from(*value)),
            Value::BigInt(value) => ValueRef::Integer(*value),
            Value::Real(value) => number(f64::from(*value))?,
            Value::Double(value) => number(*value)?,
            Value::Text(text) | Value::Json(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
            Value::Uuid(uuid) => ValueRef::Blob(uuid.as_bytes()),
            Value::Date(days) => return temporal(temporal::write_date(*days), "the day"),
            Value::Time(micros) => {
                let text = temporal::write_time(*micros).ok_or("the time is not within a day")?;
                return Ok(Self::Temporal(text));
            }
            Value::Timestamp(micros) => return temporal(temporal::write_timestamp(*micros), "the timestamp"),
            Value::TimestampTz(micros) => return temporal(temporal::write_timestamp_tz(*micros), "the moment"),
            Value::Decimal(value) => return DecimalText::of(*value).map(Self::Decimal),
            Value::Interval(span) => return Ok(Self::Written(span.to_string())),
            Value::Inet(address) => return Ok(Self::Written(address.to_string())),
            Value::Cidr(network) => return Ok(Self::Written(network.to_string())),
            Value::Range(ty, range) => {
                // It is kept as PostgreSQL writes it, and so within the years that it has.
                binary::size(value).map_err(|reason| Cow::Owned(reason.to_owned()))?;
                return Ok(Self::Written(ty.plain_text(range)));
            }
            Value::List(_, values) => return list::write(values).map(Self::Written),
            Value::Enum(_, name) => ValueRef::Text(name.as_bytes()),
            Value::Unfit(_, reason) => return Err(reason.clone().into_string().into()),
            Value::Array(..) | Value::BinaryArray(..) => return Err("an array cannot hold arrays".into()),
            other => return Err(format!("SQLite cannot hold a {}", other.sql_type()).into()),
        }))
    }

    pub(crate) fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::Plain(value) => *value,
            Self::Temporal(text) => ValueRef::Text(text.as_bytes()),
            Self::Decimal(text) => ValueRef::Text(text.as_bytes()),
            Self::Written(text) => ValueRef::Text(text.as_bytes()),
        }
    }
}

fn number<'v>(value: f64) -> Result<ValueRef<'v>, Cow<'static, str>> {
    // SQLite would make NULL of it without a word.
    if value.is_nan() { Err("SQLite cannot hold NaN".into()) } else { Ok(ValueRef::Real(value)) }
}

fn temporal<'v>(text: Option<Text>, what: &'static str) -> Result<Encoded<'v>, Cow<'static, str>> {
    text.map(Encoded::Temporal).ok_or_else(|| format!("{what} is outside the years 0000 to 9999").into())
}

/// A decimal's plain text, kept on the stack.
pub(crate) struct DecimalText {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl DecimalText {
    /// A sign, 29 digits, a point and a zero before it.
    const CAPACITY: usize = 32;

    fn of(mut value: Decimal) -> Result<Self, Cow<'static, str>> {
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        let mut text = Self { bytes: [0; Self::CAPACITY], length: 0 };
        write!(text, "{value}").map_err(|_| "the decimal is too long")?;
        Ok(text)
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl fmt::Write for DecimalText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use orm_core::value::SqlType;

    use super::*;

    fn decimal(value: Decimal) -> String {
        DecimalText::of(value).map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned()).unwrap_or_default()
    }

    #[test]
    fn decimals_keep_their_scale() {
        assert_eq!(decimal(Decimal::new(150, 2)), "1.50");
        assert_eq!(decimal(Decimal::new(-5, 3)), "-0.005");
        assert_eq!(decimal(-Decimal::ZERO), "0");
        assert_eq!(decimal(Decimal::MIN), "-79228162514264337593543950335");
        let mut smallest = Decimal::MIN;
        assert!(smallest.set_scale(28).is_ok());
        assert_eq!(decimal(smallest), "-7.9228162514264337593543950335");
    }

    #[test]
    fn what_is_refused() {
        let nested = Value::Array(SqlType::Text, Vec::new());
        for value in [
            Value::Double(f64::NAN),
            Value::Real(f32::NAN),
            Value::Date(i32::MAX),
            Value::Time(-1),
            Value::TimestampTz(i64::MAX),
            nested,
        ] {
            assert!(owned(&value).is_err(), "{value:?}");
        }
        assert!(matches!(owned(&Value::Double(f64::INFINITY)), Ok(Owned::Real(_))));
    }
}
