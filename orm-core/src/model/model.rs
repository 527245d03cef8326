use std::any::Any;

use chrono::{DateTime, Utc};

use super::{HookTable, NewModel, NewRow};
use crate::field::FieldSet;
use crate::path::{Path, Root};
use crate::relation::Provenance;
use crate::schema::Table;
use crate::validation::{Draft, Problems};
use crate::value::{Cell, Field as _, Key, ReadResult, RowReader, Value};

/// The fields of a model as a filter's closure gets them; for naming them in a function's signature.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     age: i16,
/// }
///
/// fn adults(u: &Fields<User>) -> Predicate<User> {
///     u.age.ge(18)
/// }
///
/// assert_eq!(User::filter(adults).to_sql(), r#"SELECT "id", "age" FROM "user" WHERE "age" >= $1"#);
/// ```
pub type Fields<M> = <M as Model>::Fields<Root<M>>;

/// A struct that is a table. Implemented by `#[derive(Model)]`.
///
/// What a program does with models stands in [`Record`](crate::query::Record); this trait is what that needs to know.
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
/// let france = Country { id: 1, name: "France".to_owned() };
/// assert_eq!(france.key(), 1);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "put `#[derive(Model)]` on the struct"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// The type of its primary key.
    type Key: Key;
    /// Its columns and relations at the end of a path.
    type Fields<P: Path<Target = Self>>: FieldSet;
    /// A new row with every required field set.
    type New: NewModel<Model = Self>;
    /// A new row with nothing set yet.
    type Create;
    /// Values of some fields, to change a row: `UserPatch` of `User`.
    type Patch: NewRow<Model = Self> + Send + 'static;
    /// Its table.
    const TABLE: &'static Table;
    /// Whether it has relations or deferred columns, so that rows that were read together have to know of each other.
    const HAS_RELATIONS: bool = false;

    /// Starts a new row: set its fields, then await it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").age(31).await?;
    /// assert_eq!((ann.id, ann.email), (1, None));
    /// # Ok(()) }
    /// ```
    fn create() -> Self::Create;

    /// Starts a patch: what some fields of a row are changed to, by [`apply`](crate::query::ApplyPatch::apply).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// ann.apply(User::patch().age(31)).await?;
    /// assert_eq!(ann.age, 31);
    /// # Ok(()) }
    /// ```
    fn patch() -> Self::Patch;

    /// The primary key of this row.
    fn key(&self) -> Self::Key;

    /// Hands out the cells of this row, in the table's order.
    fn cells<'a>(&'a self, take: &mut dyn FnMut(&[&'a dyn Cell]));

    /// Hands out the cells of this row, to be changed.
    fn cells_mut(&mut self, take: &mut dyn FnMut(&mut [&mut dyn Cell]));

    /// Reads a row that holds all columns in the table's order.
    ///
    /// # Errors
    /// When a cell does not hold what its field takes.
    fn read(row: &mut dyn RowReader) -> ReadResult<Self>;

    /// The condition that its queries have unless it is lifted: a `Predicate<Self>`, which is above this in the library.
    #[doc(hidden)]
    fn scope() -> Option<Box<dyn Any>> {
        None
    }

    /// What is done before and after rows are written.
    #[doc(hidden)]
    fn hooks() -> Option<&'static HookTable<Self>> {
        None
    }

    /// Whether a field of a document that it does not have is an error, and not passed over.
    #[doc(hidden)]
    const DENY_UNKNOWN_FIELDS: bool = false;

    /// Whether it has rules about several fields, so that a write looks for them.
    #[doc(hidden)]
    const HAS_RULES: bool = false;

    /// Adds what its rules about several fields say of a row that is to be written.
    #[doc(hidden)]
    fn check_rules(draft: &Draft<'_, Self>, problems: &mut Problems) {
        let _ = (draft, problems);
    }

    /// Sets the fields that hold the moment of the last write.
    fn touch(&mut self, now: DateTime<Utc>) {
        let _ = now;
    }

    /// Makes rows that were read together know of each other, so that what is loaded for one is loaded for all.
    fn attach(rows: &mut [&mut Self], provenance: &Provenance) {
        let _ = (rows, provenance);
    }

    /// One column of this row, by its index in the table, or its key where that is several columns.
    fn column(&self, column: usize) -> Value<'_> {
        if column == Self::TABLE.primary_key {
            return self.key().into_value();
        }
        let mut value = None;
        self.cells(&mut |cells| value = cells.get(column).map(|cell| cell.to_value()));
        value.unwrap_or(Value::Null(Self::TABLE.columns[column].ty))
    }

    /// Whether a column has a value that came with this row or was set: all have one but those that are deferred.
    #[doc(hidden)]
    fn is_given(&self, column: usize) -> bool {
        is_so(self, column, |cell| cell.is_set())
    }

    /// Whether a column has a value, also where it was loaded later.
    #[doc(hidden)]
    fn is_here(&self, column: usize) -> bool {
        is_so(self, column, |cell| cell.is_here())
    }

    /// Takes the value out of a column that can be without one.
    #[doc(hidden)]
    fn forget(&mut self, column: usize) {
        self.cells_mut(&mut |cells| cells.get_mut(column).into_iter().for_each(|cell| cell.forget()));
    }

    /// Reads one column from the next cell into this row.
    ///
    /// # Errors
    /// When the cell does not hold what the field takes.
    fn read_column(&mut self, column: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        let mut result = Ok(());
        self.cells_mut(&mut |cells| {
            if let Some(cell) = cells.get_mut(column) {
                result = cell.read(row);
            }
        });
        result
    }
}

/// Asks a column that may be without a value.
fn is_so<M: Model>(row: &M, column: usize, asked: fn(&dyn Cell) -> bool) -> bool {
    if !M::TABLE.columns.get(column).is_some_and(|def| def.deferred) {
        return true;
    }
    let mut is_so = true;
    row.cells(&mut |cells| is_so = cells.get(column).is_none_or(|cell| asked(*cell)));
    is_so
}
