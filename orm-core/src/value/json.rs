//! Documents.

mod strict;

use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use self::strict::{NOT_IN_JSON, Strict};
use super::{Field, ReadError, ReadResult, RowReader, SqlType, Value};

/// Any value that serde can write and read, kept as a JSON document: jsonb on PostgreSQL, text on SQLite.
///
/// It is what is inside: it derefs to it, and is itself serialized as it. Object keys are written in the order of the
/// alphabet, so that what is equal is equal in the database. What JSON does not have is refused before anything is sent:
/// NaN, infinity, and keys that are no text.
///
/// ```standalone_crate
/// use orm::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
/// struct Address {
///     street: String,
///     city: String,
/// }
///
/// #[derive(Model, Debug)]
/// struct Customer {
///     id: i64,
///     address: Json<Address>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// orm::connect("sqlite::memory:").await?;
/// orm::create_tables().await?;
/// let address = Address { street: "Rue Mouffetard".to_owned(), city: "Paris".to_owned() };
/// let ann = Customer::create().address(Json(address)).await?;
/// assert_eq!(Customer::get(ann.id).await?.address.city, "Paris");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Json<T>(pub T);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Field for Json<T> {
    const TYPE: SqlType = SqlType::Json;

    fn to_value(&self) -> Value<'_> {
        match serde_json::to_value(Strict(&self.0)) {
            Ok(mut document) => {
                // Nothing to do, unless another crate of the program has told serde_json to keep them as they come.
                document.sort_all_objects();
                Value::Json(document.to_string().into())
            }
            Err(error) => Value::Unfit(Self::TYPE, error.to_string().into()),
        }
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.json()?.map(|text| serde_json::from_str(text).map(Self)).transpose().map_err(ReadError::invalid)
    }
}
