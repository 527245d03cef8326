use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::row_key::RowKey;
use super::shared::Shared;
use super::siblings::{Provenance, Siblings};
use crate::error::{Error, NotLoaded, Result};
use crate::model::IntoField;
use crate::schema::Table;
use crate::value::{ColumnType, Field, Kind, ReadResult, RowReader, Value};

/// A column that is not read with its row: it is loaded when it is asked for, for all rows that were read together.
///
/// In queries it is a column as any other, of type `T`; so it is to those who make new rows. `save` writes it where it came with the
/// row or was set, and leaves it alone otherwise. Serialized, it is its value, or null where it is not loaded; null or nothing is
/// read back as not loaded. Two are equal where both have the same value, or neither has one.
///
/// ```
/// # use orm::prelude::*;
/// #[derive(Model)]
/// struct Article {
///     id: i64,
///     title: String,
///     body: Deferred<String>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
/// Article::create().title("Rust").body("a long text").await?;
/// let articles = Article::filter(|a| a.body.contains("long")).await?;
/// assert!(!articles[0].body.is_loaded());
/// assert_eq!(articles[0].body.load().await?, "a long text"); // one query for all articles of the result
/// assert_eq!(articles[0].body.get()?, "a long text");
///
/// let article = Article::all().undefer(|a| a.body).get().await?;
/// assert!(article.body.is_loaded());
/// # Ok(()) }
/// ```
pub struct Deferred<T> {
    /// What came with the row, or was set. It counts before what was loaded for its place.
    own: Option<T>,
    place: Place<T>,
}

/// Where the value would come from.
enum Place<T> {
    Nowhere,
    /// It is about to join others, at this position among them.
    Standing(usize),
    Among(Shared<DeferredSiblings<T>>, usize),
}

/// A deferred column of rows that were read together: their keys, and the values by them once they are loaded.
pub(crate) struct DeferredSiblings<T> {
    pub(crate) table: &'static Table,
    pub(crate) column: usize,
    pub(crate) all: Siblings<RowKey, HashMap<RowKey, T, RandomState>>,
}

/// What a deferred column can hold: what any column does, with or without an `Option`, but no foreign key.
///
/// ```
/// fn can_be_deferred<T: orm::relation::Deferrable>() {}
/// can_be_deferred::<String>();
/// can_be_deferred::<Option<String>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a deferred column cannot hold a `{Self}`",
    label = "not a type of a deferred column",
    note = "a deferred column holds what another column does, but no relation: these are loaded when they are asked for anyway"
)]
pub trait Deferrable: ColumnType {}

#[diagnostic::do_not_recommend]
impl<T: Field> Deferrable for T {}

#[diagnostic::do_not_recommend]
impl<T: Field> Deferrable for Option<T> {}

/// Why what is not loaded cannot be written.
const NOT_LOADED: &str =
    "it is deferred and not loaded: call load() on it or set it, or name only other fields to be written";

impl<T> Deferred<T> {
    /// One that holds this value.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// assert_eq!(Deferred::new(7).get().unwrap(), &7);
    /// ```
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { own: Some(value), place: Place::Nowhere }
    }

    /// The value, where it is loaded.
    ///
    /// # Errors
    /// [`Error::NotLoaded`], which says how to load it. [`Error::DoesNotExist`] where the row was gone when it was loaded.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Article { id: i64, body: Deferred<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
    /// Article::create().body("a long text").await?;
    /// let article = Article::get(1).await?;
    /// assert_eq!(
    ///     article.body.get().unwrap_err().to_string(),
    ///     "Article.body is deferred and not loaded: add .undefer(|a| a.body) to the query, or call load() on it",
    /// );
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> Result<&T> {
        if let Some(value) = &self.own {
            return Ok(value);
        }
        let (siblings, key) = self.among()?;
        match siblings.all.rows.get() {
            Some(values) => values.get(key).ok_or(Error::DoesNotExist { model: siblings.table.model }),
            None => Err(siblings.not_loaded(NotLoaded::Column)),
        }
    }

    /// The value, to be changed in place; `save` writes it.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// let mut body = Deferred::new("a".to_owned());
    /// body.get_mut()?.push('b');
    /// assert_eq!(body.get()?, "ab");
    /// # Ok::<(), orm::Error>(())
    /// ```
    pub fn get_mut(&mut self) -> Result<&mut T>
    where
        T: Clone,
    {
        let value = match self.own.take() {
            Some(value) => value,
            None => self.get()?.clone(),
        };
        Ok(self.own.insert(value))
    }

    /// Sets the value in the row at hand; `save` writes it. It need not be loaded for that.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Article { id: i64, body: Deferred<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
    /// # Article::create().body("a long text").await?;
    /// let mut article = Article::get(1).await?;
    /// article.body.set("another text");
    /// article.save().await?;
    /// # assert_eq!(Article::all().values(|a| a.body).get().await?, "another text");
    /// # Ok(()) }
    /// ```
    pub fn set(&mut self, value: impl IntoField<T>) {
        self.own = Some(value.into_field());
    }

    /// Whether the value is here.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.get().is_ok()
    }

    /// Whether the value is not here: for serde, to leave the field out.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, serde::Serialize)]
    /// struct Article {
    ///     id: i64,
    ///     #[serde(skip_serializing_if = "Deferred::is_absent")]
    ///     body: Deferred<String>,
    /// }
    ///
    /// let article = Article { id: 1, body: Deferred::default() };
    /// assert_eq!(serde_json::to_string(&article).unwrap(), r#"{"id":1}"#);
    /// ```
    #[must_use]
    pub fn is_absent(&self) -> bool {
        !self.is_loaded()
    }

    /// Those that it was read with, and the key of its own row.
    pub(crate) fn among(&self) -> Result<(&Shared<DeferredSiblings<T>>, &RowKey)> {
        let found = match &self.place {
            Place::Among(siblings, position) => siblings.all.keys.get(*position).map(|key| (siblings, key)),
            Place::Nowhere | Place::Standing(_) => None,
        };
        found.ok_or_else(detached)
    }

    pub(crate) fn provenance(&self) -> Option<&Provenance> {
        match &self.place {
            Place::Among(siblings, _) => Some(&siblings.all.provenance),
            Place::Nowhere | Place::Standing(_) => None,
        }
    }

    /// Whether it does not know where its value would come from.
    pub(super) fn is_alone(&self) -> bool {
        !matches!(self.place, Place::Among(..))
    }

    /// It is the one at this position among those that it will join.
    pub(super) fn stand(&mut self, position: usize) {
        self.place = Place::Standing(position);
    }

    pub(super) fn join(&mut self, siblings: &Shared<DeferredSiblings<T>>) {
        if let Place::Standing(position) = self.place {
            self.place = Place::Among(siblings.clone(), position);
        }
    }

    /// Leaves the others where its row has another key by now.
    pub(super) fn leave_unless(&mut self, key: Option<&RowKey>) {
        if self.among().is_ok_and(|(_, old)| Some(old) != key) {
            self.place = Place::Nowhere;
        }
    }
}

impl<T> DeferredSiblings<T> {
    /// The model and the field that it is.
    pub(crate) fn names(&self) -> (&'static str, &'static str) {
        (self.table.model, self.table.columns[self.column].field)
    }

    #[cold]
    pub(crate) fn not_loaded(&self, reason: NotLoaded) -> Error {
        let (model, relation) = self.names();
        Error::NotLoaded { model, relation, reason }
    }
}

#[cold]
fn detached() -> Error {
    Error::NotLoaded { model: "", relation: "", reason: NotLoaded::DetachedColumn }
}

/// Not loaded, and of no row of the database: for rows that the program writes out, which a `save` then leaves alone.
impl<T> Default for Deferred<T> {
    fn default() -> Self {
        Self { own: None, place: Place::Nowhere }
    }
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        let place = match &self.place {
            Place::Among(siblings, position) => Place::Among(siblings.clone(), *position),
            Place::Nowhere | Place::Standing(_) => Place::Nowhere,
        };
        Self { own: self.own.clone(), place }
    }
}

impl<T: fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Ok(value) => f.debug_tuple("Deferred").field(value).finish(),
            Err(_) => f.write_str("Deferred(not loaded)"),
        }
    }
}

impl<T: PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get().ok() == other.get().ok()
    }
}

impl<T: Eq> Eq for Deferred<T> {}

/// Nothing of it: a row that is in a set stays where it is when its column is loaded.
impl<T: Eq> Hash for Deferred<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T: Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.get() {
            Ok(value) => serializer.serialize_some(value),
            Err(_) => serializer.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Where null is a value, too, it is still not taken for one: saving what was never here would lose what is in the table.
        Ok(Self { own: Option::deserialize(deserializer)?, place: Place::Nowhere })
    }
}

#[diagnostic::do_not_recommend]
impl<T: Deferrable> ColumnType for Deferred<T> {
    type Base = T::Base;
    type Nullability = T::Nullability;
    const KIND: Kind = Kind { deferred: true, ..T::KIND };

    fn to_column(&self) -> Value<'_> {
        self.get().map_or_else(|_| Value::Unfit(T::KIND.ty, NOT_LOADED.into()), T::to_column)
    }

    fn into_column(self) -> Value<'static> {
        self.to_column().into_owned()
    }

    fn is_given(&self) -> bool {
        self.own.is_some()
    }

    fn is_here(&self) -> bool {
        self.is_loaded()
    }

    fn take(&mut self, value: Self) {
        self.own = value.own;
    }

    fn forget(&mut self) {
        self.own = None;
    }

    fn null() -> Option<Self> {
        T::null().map(Self::new)
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        T::read_column(row).map(Self::new)
    }
}
