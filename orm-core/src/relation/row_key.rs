use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use uuid::Uuid;

use crate::model::Model;
use crate::value::{ReadError, ReadResult, RowReader, RowType, SqlType, Value};

/// A primary key of whatever type, to find rows by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowKey {
    SmallInt(i16),
    Integer(i32),
    BigInt(i64),
    Uuid(Uuid),
    Text(Box<str>),
    Date(i32),
    Row(Parts),
}

/// A key of several columns. Its type follows from the keys, and is kept for the sake of the parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    ty: &'static RowType,
    keys: Box<[RowKey]>,
}

impl Parts {
    /// The keys in their columns' order.
    pub(crate) fn keys(&self) -> &[RowKey] {
        &self.keys
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}

impl Eq for Parts {}

impl Hash for Parts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.keys.hash(state);
    }
}

impl PartialOrd for Parts {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Parts {
    fn cmp(&self, other: &Self) -> Ordering {
        self.keys.cmp(&other.keys)
    }
}

impl RowKey {
    /// The key that this value is, unless it is none.
    pub(crate) fn of(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::SmallInt(key) => Self::SmallInt(key),
            Value::Integer(key) => Self::Integer(key),
            Value::BigInt(key) => Self::BigInt(key),
            Value::Uuid(key) => Self::Uuid(key),
            Value::Text(key) => Self::Text(key.into_owned().into()),
            Value::Date(key) => Self::Date(key),
            Value::Row(ty, parts) => {
                Self::Row(Parts { ty, keys: parts.into_iter().map(Self::of).collect::<Option<_>>()? })
            }
            _ => return None,
        })
    }

    /// The key that a column of this row holds.
    pub(crate) fn of_column<M: Model>(row: &M, column: usize) -> Option<Self> {
        Self::of(row.column(column))
    }

    /// The key as a parameter.
    pub(crate) fn to_value(&self) -> Value<'static> {
        match self {
            Self::SmallInt(key) => Value::SmallInt(*key),
            Self::Integer(key) => Value::Integer(*key),
            Self::BigInt(key) => Value::BigInt(*key),
            Self::Uuid(key) => Value::Uuid(*key),
            Self::Text(key) => Value::Text(key.to_string().into()),
            Self::Date(key) => Value::Date(*key),
            Self::Row(Parts { ty, keys }) => Value::Row(ty, keys.iter().map(Self::to_value).collect()),
        }
    }

    /// Reads a key of this type from the row's next cells; `None` is NULL.
    pub(crate) fn read(ty: SqlType, row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(match ty {
            SqlType::SmallInt => row.small_int()?.map(Self::SmallInt),
            SqlType::Integer => row.integer()?.map(Self::Integer),
            SqlType::BigInt => row.big_int()?.map(Self::BigInt),
            SqlType::Uuid => row.uuid()?.map(Self::Uuid),
            SqlType::Text => row.text()?.map(|key| Self::Text(key.into())),
            SqlType::Date => row.date()?.map(Self::Date),
            SqlType::Row(ty) => {
                // All of them, so that the next cell is the one after the key.
                let keys = ty.parts.iter().map(|part| Self::read(*part, row)).collect::<ReadResult<Vec<_>>>()?;
                keys.into_iter().collect::<Option<_>>().map(|keys| Self::Row(Parts { ty, keys }))
            }
            other => return Err(ReadError::invalid(format!("a key cannot be a {other}"))),
        })
    }
}
