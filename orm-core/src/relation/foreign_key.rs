use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;

use super::joined::Joined;
use super::shared::Shared;
use super::siblings::{Provenance, Siblings};
use super::{PrimaryKey, TargetKey};
use crate::error::{Error, NotLoaded, Result};
use crate::model::Model;
use crate::schema::RelationDef;
use crate::value::{ColumnType, Field, KeyPart, NotNull, Null, ReadError, ReadResult, RowReader, Value};

/// A field that points at a row of another model, by its primary key, or by another column of it that is an
/// `alternate_key`: `ForeignKey<Country, CountryByCode>`.
///
/// It is made from the row or from its key; `Option<ForeignKey<M>>` can be NULL. It holds the row, too, once that is loaded:
/// by `select_related` or `prefetch_related` with the query, or by `load`. Serialized, it is the row where it is loaded,
/// and else the key; two are equal where their keys are.
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
pub struct ForeignKey<M: Model, B: TargetKey<M> = PrimaryKey> {
    key: B::Key,
    /// Which foreign key of which model this is, where it was read with its row.
    def: Option<&'static RelationDef>,
    siblings: Joined<ToOneSiblings<M, B>>,
}

/// A foreign key that no two rows share: the other side is a [`HasOne`](super::HasOne).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// #[derive(Model)]
/// struct Profile {
///     id: i64,
///     user: OneToOne<User>,
/// }
/// assert!(Profile::TABLE.columns[1].unique);
/// ```
pub type OneToOne<M, B = PrimaryKey> = ForeignKey<M, B>;

/// The foreign keys of rows that were read together, and the rows that they point at, by their keys.
pub(crate) type ToOneSiblings<M, B> = Siblings<<B as TargetKey<M>>::Key, RowsByKey<M, B>>;

/// Rows by their keys.
pub(crate) type RowsByKey<M, B> = HashMap<<B as TargetKey<M>>::Key, M, RandomState>;

impl<M: Model, B: TargetKey<M>> ForeignKey<M, B> {
    /// A foreign key that points at the row with this key.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let key: ForeignKey<User> = ForeignKey::new(7);
    /// ```
    #[must_use]
    pub fn new(key: B::Key) -> Self {
        Self { key, def: None, siblings: Joined::new() }
    }

    /// The key of the row that it points at.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(*ForeignKey::<User>::new(7).id(), 7);
    /// ```
    #[must_use]
    pub fn id(&self) -> &B::Key {
        &self.key
    }

    /// The row that it points at, where it is loaded.
    ///
    /// # Errors
    /// [`Error::NotLoaded`], which says how to load it. [`Error::DoesNotExist`] where it was gone by then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().name("France").await?;
    /// City::create().country(&france).await?;
    /// let city = City::all().select_related(|c| c.country).get().await?;
    /// assert_eq!(city.country.get()?.name, "France");
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> Result<&M> {
        match self.siblings.get().and_then(|siblings| siblings.rows.get()) {
            Some(rows) => rows.get(&self.key).ok_or(Error::DoesNotExist { model: M::TABLE.model }),
            None => Err(self.not_loaded()),
        }
    }

    /// Whether the row that it points at is loaded.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.get().is_ok()
    }

    /// The model and field that it is, as far as it is known.
    pub(crate) fn place(&self) -> (&'static str, &'static str) {
        self.def.map_or((M::TABLE.model, ""), |def| (def.model, def.field))
    }

    #[cold]
    fn not_loaded(&self) -> Error {
        let (model, relation) = self.place();
        Error::NotLoaded { model, relation, reason: NotLoaded::Row }
    }

    /// The foreign keys of the rows that were read with its own. One that has none is its own.
    pub(crate) fn siblings(&self) -> &Shared<ToOneSiblings<M, B>> {
        self.siblings.get_or_init(|| Shared::new(Siblings::new(vec![self.key.clone()], Provenance::default())))
    }

    pub(crate) fn join(&mut self, siblings: Shared<ToOneSiblings<M, B>>) {
        self.siblings = Joined::Given(siblings);
    }

    /// Whether it knows of others that were read with it.
    pub(crate) fn has_siblings(&self) -> bool {
        self.siblings.get().is_some()
    }

    pub(crate) fn is_of(&mut self, def: &'static RelationDef) {
        self.def = Some(def);
    }
}

/// A field that holds a foreign key, or may hold none.
pub trait ToOneHolder<M: Model, B: TargetKey<M>> {
    /// The foreign key, if there is one.
    fn foreign_key(&mut self) -> Option<&mut ForeignKey<M, B>>;
}

impl<M: Model, B: TargetKey<M>> ToOneHolder<M, B> for ForeignKey<M, B> {
    fn foreign_key(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

impl<M: Model, B: TargetKey<M>> ToOneHolder<M, B> for Option<ForeignKey<M, B>> {
    fn foreign_key(&mut self) -> Option<&mut ForeignKey<M, B>> {
        self.as_mut()
    }
}

impl<M: Model, B: TargetKey<M>> From<&M> for ForeignKey<M, B> {
    fn from(row: &M) -> Self {
        Self::new(B::of(row))
    }
}

impl<M: Model, B: TargetKey<M>> Clone for ForeignKey<M, B> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), def: self.def, siblings: self.siblings.clone() }
    }
}

impl<M: Model, B: TargetKey<M>> fmt::Debug for ForeignKey<M, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ForeignKey").field(&self.key).finish()
    }
}

impl<M: Model, B: TargetKey<M>> PartialEq for ForeignKey<M, B> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<M: Model, B: TargetKey<M>> Eq for ForeignKey<M, B> {}

impl<M: Model, B: TargetKey<M>> Hash for ForeignKey<M, B> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, B: TargetKey<M>> KeyPart for ForeignKey<M, B> {
    type Key = B::Key;

    fn key_part(&self) -> B::Key {
        self.key.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, B: TargetKey<M>> ColumnType for ForeignKey<M, B> {
    type Base = B::Key;
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
impl<M: Model, B: TargetKey<M>> ColumnType for Option<ForeignKey<M, B>> {
    type Base = B::Key;
    type Nullability = Null;

    fn to_column(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null(B::Key::TYPE), ColumnType::to_column)
    }

    fn into_column(self) -> Value<'static> {
        self.map_or(Value::Null(B::Key::TYPE), ColumnType::into_column)
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        Ok(B::Key::read(row)?.map(ForeignKey::new))
    }
}
