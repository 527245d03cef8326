use std::borrow::Cow;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::SqlType;

/// A parameter on its way to a backend.
///
/// Text and bytes may be borrowed from the model that is being written, so that nothing is copied before
/// the backend encodes it. Days and moments are whole numbers, so that no calendar library is asked for:
/// days since 1970-01-01 and microseconds since midnight or since 1970-01-01 00:00.
///
/// ```
/// use orm::value::{Field, Value};
///
/// assert_eq!("ann".to_owned().to_value(), Value::Text("ann".into()));
/// assert_eq!(5_i64.to_value(), Value::BigInt(5));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// NULL, of a known type.
    Null(SqlType),
    /// [`SqlType::Boolean`].
    Boolean(bool),
    /// [`SqlType::SmallInt`].
    SmallInt(i16),
    /// [`SqlType::Integer`].
    Integer(i32),
    /// [`SqlType::BigInt`].
    BigInt(i64),
    /// [`SqlType::Real`].
    Real(f32),
    /// [`SqlType::Double`].
    Double(f64),
    /// [`SqlType::Text`].
    Text(Cow<'a, str>),
    /// [`SqlType::Bytes`].
    Bytes(Cow<'a, [u8]>),
    /// [`SqlType::Uuid`].
    Uuid(Uuid),
    /// [`SqlType::Date`], in days since 1970-01-01.
    Date(i32),
    /// [`SqlType::Time`], in microseconds since midnight.
    Time(i64),
    /// [`SqlType::Timestamp`], in microseconds since 1970-01-01 00:00.
    Timestamp(i64),
    /// [`SqlType::TimestampTz`], in microseconds since 1970-01-01 00:00 UTC.
    TimestampTz(i64),
    /// [`SqlType::Decimal`].
    Decimal(Decimal),
    /// [`SqlType::Json`], as JSON text.
    Json(Cow<'a, str>),
    /// Many values of one type: the right side of `in_`, or one column of many rows.
    Array(SqlType, Vec<Value<'a>>),
}

impl Value<'_> {
    /// The value's type; of an array, its elements' type.
    ///
    /// ```
    /// use orm::value::{SqlType, Value};
    ///
    /// assert_eq!(Value::Integer(1).sql_type(), SqlType::Integer);
    /// assert_eq!(Value::Null(SqlType::Text).sql_type(), SqlType::Text);
    /// ```
    #[must_use]
    pub fn sql_type(&self) -> SqlType {
        match self {
            Self::Null(ty) | Self::Array(ty, _) => *ty,
            Self::Boolean(_) => SqlType::Boolean,
            Self::SmallInt(_) => SqlType::SmallInt,
            Self::Integer(_) => SqlType::Integer,
            Self::BigInt(_) => SqlType::BigInt,
            Self::Real(_) => SqlType::Real,
            Self::Double(_) => SqlType::Double,
            Self::Text(_) => SqlType::Text,
            Self::Bytes(_) => SqlType::Bytes,
            Self::Uuid(_) => SqlType::Uuid,
            Self::Date(_) => SqlType::Date,
            Self::Time(_) => SqlType::Time,
            Self::Timestamp(_) => SqlType::Timestamp,
            Self::TimestampTz(_) => SqlType::TimestampTz,
            Self::Decimal(_) => SqlType::Decimal,
            Self::Json(_) => SqlType::Json,
        }
    }

    /// Whether this is NULL.
    ///
    /// ```
    /// use orm::value::{SqlType, Value};
    ///
    /// assert!(Value::Null(SqlType::Text).is_null());
    /// ```
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    /// The same value with nothing borrowed.
    ///
    /// ```
    /// use orm::value::Value;
    ///
    /// let name = String::from("ann");
    /// let owned: Value<'static> = Value::Text(name.as_str().into()).into_owned();
    /// assert_eq!(owned, Value::Text("ann".into()));
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Json(text) => Value::Json(Cow::Owned(text.into_owned())),
            Self::Array(ty, values) => Value::Array(ty, values.into_iter().map(Value::into_owned).collect()),
            Self::Null(ty) => Value::Null(ty),
            Self::Boolean(v) => Value::Boolean(v),
            Self::SmallInt(v) => Value::SmallInt(v),
            Self::Integer(v) => Value::Integer(v),
            Self::BigInt(v) => Value::BigInt(v),
            Self::Real(v) => Value::Real(v),
            Self::Double(v) => Value::Double(v),
            Self::Uuid(v) => Value::Uuid(v),
            Self::Date(v) => Value::Date(v),
            Self::Time(v) => Value::Time(v),
            Self::Timestamp(v) => Value::Timestamp(v),
            Self::TimestampTz(v) => Value::TimestampTz(v),
            Self::Decimal(v) => Value::Decimal(v),
        }
    }
}
