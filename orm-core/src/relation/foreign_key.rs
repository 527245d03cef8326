use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::Model;
use crate::value::{ColumnType, Field, NotNull, Null, ReadError, ReadResult, RowReader, Value};

/// A field that points at a row of another model, by its primary key.
///
/// It is made from the row or from its key; `Option<ForeignKey<M>>` can be NULL. Serialized, it is its key.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// let france = Country { id: 33, name: "France".to_owned() };
/// let key: ForeignKey<Country> = ForeignKey::from(&france);
/// assert_eq!(*key.id(), 33);
/// assert_eq!(key, ForeignKey::new(33));
/// ```
pub struct ForeignKey<M: Model> {
    key: M::Key,
}

impl<M: Model> ForeignKey<M> {
    /// A foreign key that points at the row with this primary key.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let key: ForeignKey<User> = ForeignKey::new(7);
    /// ```
    #[must_use]
    pub fn new(key: M::Key) -> Self {
        Self { key }
    }

    /// The primary key of the row that it points at.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(*ForeignKey::<User>::new(7).id(), 7);
    /// ```
    #[must_use]
    pub fn id(&self) -> &M::Key {
        &self.key
    }
}

impl<M: Model> From<&M> for ForeignKey<M> {
    fn from(row: &M) -> Self {
        Self::new(row.key().clone())
    }
}

impl<M: Model> Clone for ForeignKey<M> {
    fn clone(&self) -> Self {
        Self::new(self.key.clone())
    }
}

impl<M: Model> fmt::Debug for ForeignKey<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ForeignKey").field(&self.key).finish()
    }
}

impl<M: Model> PartialEq for ForeignKey<M> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<M: Model> Eq for ForeignKey<M> {}

impl<M: Model> Hash for ForeignKey<M> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<M: Model> Serialize for ForeignKey<M>
where
    M::Key: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.key.serialize(serializer)
    }
}

impl<'de, M: Model> Deserialize<'de> for ForeignKey<M>
where
    M::Key: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        M::Key::deserialize(deserializer).map(Self::new)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> ColumnType for ForeignKey<M> {
    type Base = M::Key;
    type Nullability = NotNull;

    fn to_column(&self) -> Value<'_> {
        self.key.to_value()
    }

    fn into_column(self) -> Value<'static> {
        self.key.into_value()
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        Option::read_column(row)?.ok_or_else(ReadError::unexpected_null)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> ColumnType for Option<ForeignKey<M>> {
    type Base = M::Key;
    type Nullability = Null;

    fn to_column(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null(M::Key::TYPE), ColumnType::to_column)
    }

    fn into_column(self) -> Value<'static> {
        self.map_or(Value::Null(M::Key::TYPE), ColumnType::into_column)
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        Ok(M::Key::read(row)?.map(ForeignKey::new))
    }
}
