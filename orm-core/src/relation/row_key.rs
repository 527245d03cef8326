use uuid::Uuid;

use crate::model::Model;
use crate::value::{Field as _, ReadError, ReadResult, RowReader, SqlType, Value};

/// A primary key of whatever type, to find rows by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowKey {
    Integer(i32),
    BigInt(i64),
    Uuid(Uuid),
    Text(Box<str>),
}

impl RowKey {
    /// The key that this value is, unless it is none.
    pub(crate) fn of(value: &Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Integer(key) => Self::Integer(*key),
            Value::BigInt(key) => Self::BigInt(*key),
            Value::Uuid(key) => Self::Uuid(*key),
            Value::Text(key) => Self::Text(key.as_ref().into()),
            _ => return None,
        })
    }

    /// The key of this row.
    pub(crate) fn of_row(row: &impl Model) -> Option<Self> {
        Self::of(&row.key().to_value())
    }

    /// The key as a parameter.
    pub(crate) fn to_value(&self) -> Value<'static> {
        match self {
            Self::Integer(key) => Value::Integer(*key),
            Self::BigInt(key) => Value::BigInt(*key),
            Self::Uuid(key) => Value::Uuid(*key),
            Self::Text(key) => Value::Text(key.to_string().into()),
        }
    }

    /// Reads a key of this type from the row's next cell; `None` is NULL.
    pub(crate) fn read(ty: SqlType, row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(match ty {
            SqlType::Integer => row.integer()?.map(Self::Integer),
            SqlType::BigInt => row.big_int()?.map(Self::BigInt),
            SqlType::Uuid => row.uuid()?.map(Self::Uuid),
            SqlType::Text => row.text()?.map(|key| Self::Text(key.into())),
            other => return Err(ReadError::invalid(format!("a key cannot be a {other}"))),
        })
    }
}
