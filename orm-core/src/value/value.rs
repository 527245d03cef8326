use std::borrow::Cow;
use std::mem::ManuallyDrop;
use std::net::IpAddr;

use memchr::memchr;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Endpoint, EnumType, Interval, IpNetwork, Range, RangeType, RowType, SqlType};

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
    /// [`SqlType::Enum`], as one of its names.
    Enum(&'static EnumType, &'static str),
    /// [`SqlType::Interval`].
    Interval(Interval),
    /// [`SqlType::Inet`].
    Inet(IpAddr),
    /// [`SqlType::Cidr`].
    Cidr(IpNetwork),
    /// [`SqlType::Range`].
    Range(RangeType, Box<Range<Endpoint>>),
    /// [`SqlType::List`], with its elements' type.
    List(&'static SqlType, Vec<Value<'a>>),
    /// [`SqlType::Row`]: the values of a key of several columns. Statements are given its parts, each by itself.
    Row(&'static RowType, Vec<Value<'a>>),
    /// What a column of this type cannot hold, and why. Every backend refuses it before anything is sent.
    Unfit(SqlType, Box<str>),
    /// Many values of one type: the right side of `in_`, or one column of many rows.
    Array(SqlType, Vec<Value<'a>>),
    /// The same, written already as PostgreSQL has it. No other database is given one.
    BinaryArray(SqlType, Box<[u8]>),
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
            Self::Null(ty) | Self::Unfit(ty, _) | Self::Array(ty, _) | Self::BinaryArray(ty, _) => *ty,
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
            Self::Enum(ty, _) => SqlType::Enum(ty),
            Self::Interval(_) => SqlType::Interval,
            Self::Inet(_) => SqlType::Inet,
            Self::Cidr(_) => SqlType::Cidr,
            Self::Range(ty, _) => SqlType::Range(*ty),
            Self::List(element, _) => SqlType::List(element),
            Self::Row(ty, _) => SqlType::Row(ty),
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

    /// Why no database can be given this value, if so: what its own type says does not fit, and text and JSON that hold
    /// the character NUL, which PostgreSQL cannot hold, and the same program means the same on every database.
    ///
    /// ```
    /// use orm::value::Value;
    ///
    /// assert!(Value::Text("a\0b".into()).refusal().is_some());
    /// assert!(Value::Json(r#""\u0000""#.into()).refusal().is_some());
    /// assert!(Value::Json(r#""\\u0000""#.into()).refusal().is_none());
    /// ```
    #[must_use]
    #[inline]
    pub fn refusal(&self) -> Option<&str> {
        match self {
            Self::Unfit(_, reason) => Some(reason),
            Self::Text(text) => holds_nul(text).then_some("text cannot hold the character NUL"),
            Self::Json(json) => writes_nul(json).then_some("JSON cannot hold the character NUL"),
            Self::Array(_, values) | Self::List(_, values) | Self::Row(_, values) => {
                values.iter().find_map(Value::refusal)
            }
            _ => None,
        }
    }

    /// The value itself, or the parts of a key of several columns.
    pub(crate) fn each_part(self, give: &mut impl FnMut(Self)) {
        match self {
            Self::Row(_, parts) => parts.into_iter().for_each(give),
            Self::Null(SqlType::Row(ty)) => ty.parts.iter().for_each(|part| give(Self::Null(*part))),
            other => give(other),
        }
    }

    /// What a statement is given for this value: itself, or its parts; for many keys of several columns, those of each
    /// column.
    pub(crate) fn each_parameter(self, give: &mut impl FnMut(Self)) {
        match self {
            Self::Array(SqlType::Row(ty), keys) => ty.columns_of(keys).into_iter().for_each(give),
            other => other.each_part(give),
        }
    }

    /// Looks at the value and drops it; but not numbers and borrowed text, of which there is nothing to drop. Of the values of many
    /// rows, asking for that would cost as much as looking.
    #[inline]
    pub(crate) fn look<R>(self, look: impl FnOnce(&Self) -> R) -> R {
        let value = ManuallyDrop::new(self);
        let seen = look(&value);
        match &*value {
            Self::Text(Cow::Borrowed(_))
            | Self::Integer(_)
            | Self::BigInt(_)
            | Self::SmallInt(_)
            | Self::Null(_)
            | Self::Boolean(_)
            | Self::Double(_)
            | Self::TimestampTz(_)
            | Self::Uuid(_) => {}
            _ => drop(ManuallyDrop::into_inner(value)),
        }
        seen
    }

    /// The same value, with text and bytes borrowed from this one.
    pub(crate) fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Json(text) => Value::Json(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
            other => other.clone(),
        }
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
            Self::BinaryArray(ty, bytes) => Value::BinaryArray(ty, bytes),
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
            Self::Enum(ty, name) => Value::Enum(ty, name),
            Self::Interval(v) => Value::Interval(v),
            Self::Inet(v) => Value::Inet(v),
            Self::Cidr(v) => Value::Cidr(v),
            Self::Range(ty, range) => Value::Range(ty, range),
            Self::List(ty, values) => Value::List(ty, values.into_iter().map(Value::into_owned).collect()),
            Self::Row(ty, values) => Value::Row(ty, values.into_iter().map(Value::into_owned).collect()),
            Self::Unfit(ty, reason) => Value::Unfit(ty, reason),
        }
    }
}

/// Whether text holds NUL. Most texts are short, and setting up a search by the widest registers costs more than it saves then.
fn holds_nul(text: &str) -> bool {
    const SHORT: usize = 64;
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    const TOPS: u64 = u64::from_ne_bytes([0x80; 8]);
    if text.len() > SHORT {
        return memchr(0, text.as_bytes()).is_some();
    }
    let (words, rest) = text.as_bytes().as_chunks();
    let has_zero = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        // Zero only where no byte is: the lowest zero byte is the first to borrow from a top bit that it does not have.
        word.wrapping_sub(ONES) & !word & TOPS != 0
    };
    words.iter().any(has_zero) || rest.contains(&0)
}

/// Whether JSON holds NUL, which it writes as `\u0000`; after a backslash that is itself escaped, that is not one.
fn writes_nul(json: &str) -> bool {
    holds_nul(json)
        || json.match_indices("\\u0000").any(|(at, _)| {
            let backslashes = json.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count();
            backslashes % 2 == 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every parameter of every statement is one of these.
    #[test]
    fn a_value_is_small() {
        assert!(size_of::<Value<'_>>() <= 40, "{}", size_of::<Value<'_>>());
    }

    #[test]
    fn nul_is_found_at_each_place() {
        for length in 0..100 {
            // Bytes of every kind beside it: 0x01, 0x7f, and those of other characters.
            for filler in ["\u{1}", "\u{7f}", "é", "a"] {
                let mut text = filler.repeat(length);
                assert!(!holds_nul(&text), "{text:?}");
                for place in (0..=text.len()).filter(|place| text.is_char_boundary(*place)).collect::<Vec<_>>() {
                    text.insert(place, '\0');
                    assert!(holds_nul(&text), "{text:?}");
                    text.remove(place);
                }
            }
        }
    }

    #[test]
    fn nul_is_refused_wherever_it_hides() {
        let json = |text: &'static str| Value::Json(text.into());
        assert!(json("\"\0\"").refusal().is_some());
        assert!(json(r#""\\\u0000""#).refusal().is_some());
        assert!(json(r#""\\u0000""#).refusal().is_none());
        let list = Value::Array(SqlType::Text, vec![Value::Text("a".into()), Value::Text("\0".into())]);
        assert!(list.refusal().is_some());
        assert!(Value::Bytes(b"\0".as_slice().into()).refusal().is_none());
    }
}
