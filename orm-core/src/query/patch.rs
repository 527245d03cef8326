//! Changing a row by a patch: by what some of its fields are to be.

use super::pending::Pending;
use super::snapshot::Snapshot;
use super::{QuerySet, UpdateRows, hooks, instance};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::Assignment;
use crate::model::{Model, NewRow};
use crate::validation;
use crate::value::{Captured, Value};

/// What a patch can be asked.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String> }
/// let patch: UserPatch = serde_json::from_str(r#"{ "email": null }"#).unwrap();
/// assert_eq!(patch.fields(), ["email"]);
/// assert!(User::patch().is_empty());
/// ```
pub trait Patch: NewRow {
    /// Whether it changes nothing.
    fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }

    /// The names of the fields that it has a value for, which may be NULL.
    fn fields(&self) -> Vec<&'static str> {
        let columns = Self::Model::TABLE.columns.iter().enumerate();
        columns.filter(|(index, _)| self.is_set(*index)).map(|(_, column)| column.field).collect()
    }
}

impl<P: NewRow> Patch for P {}

/// Changing a row by a patch, such as `UserPatch`, which the derive makes beside `User`.
///
/// Of a patch that is read from a document, a field that is left out stays as it is, and one that is `null` becomes NULL.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(min_length = 2)] name: String, email: Option<String> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let mut ann = User::create().name("ann").email("ann@x.org").await?;
/// let patch: UserPatch = serde_json::from_str(r#"{ "email": null }"#)?;
/// assert_eq!(ann.apply(patch).await?, ["email"]);
/// assert_eq!((ann.name.as_str(), ann.email), ("ann", None));
/// # Ok(()) }
/// ```
pub trait ApplyPatch: Model {
    /// Writes the fields that the patch has, and no others, in one statement; then they are set in the row at hand, and with them
    /// those that hold the moment of the last write. It gives the names of those that were different. An empty patch sends nothing.
    ///
    /// # Errors
    /// `Error::Validation` with all that is wrong with the patch, and with the row that it would make; `Error::Unsupported` where it
    /// has the key; and what [`update`](super::Record::update) gives. The row at hand stays as it was then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(min_length = 2)] name: String, email: Option<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// let error = ann.apply(User::patch().name("x")).await.unwrap_err();
    /// assert!(matches!(error, orm::Error::Validation { .. }));
    /// assert_eq!(ann.name, "ann");
    /// # Ok(()) }
    /// ```
    fn apply(&mut self, patch: Self::Patch) -> Pending<'_, Vec<&'static str>> {
        Pending::new(|db| apply(db, self, patch))
    }

    /// Sets the fields that the patch has in the row at hand, without writing or checking it, and gives the names of those that
    /// were different.
    ///
    /// # Errors
    /// `Error::Unsupported` where the patch has the key; `Error::InvalidValue` for what a column cannot hold. The row stays as it was
    /// then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String> }
    /// # fn main() -> orm::Result<()> {
    /// let mut ann = User { id: 1, name: "ann".to_owned(), email: None };
    /// assert_eq!(ann.merge(User::patch().name("ann").email("ann@x.org"))?, ["email"]);
    /// # Ok(()) }
    /// ```
    fn merge(&mut self, patch: Self::Patch) -> Result<Vec<&'static str>> {
        let changes = changes::<Self>(&patch)?;
        let (different, before) = (different(self, &changes), Snapshot::of(self));
        let done = set(self, changes);
        before.unless_done(self, done).map(|()| different)
    }
}

impl<M: Model> ApplyPatch for M {}

impl<M: Model> QuerySet<M> {
    /// Sets the fields that the patch has in all rows of the query, as [`update`](QuerySet::update) does. Rules about several fields are
    /// not checked, as the rows are not known.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("ann").email("ann@x.org").await?;
    /// assert_eq!(User::filter(|u| u.name.eq("ann")).update_with(User::patch().email(None)).await?, 1);
    /// # Ok(()) }
    /// ```
    #[allow(clippy::needless_pass_by_value, reason = "a patch is given away, as to `apply`")]
    pub fn update_with(self, patch: M::Patch) -> UpdateRows<M> {
        UpdateRows { rows: self, set: assignments(values(&patch)) }
    }
}

async fn apply<M: Model>(db: Db, row: &mut M, patch: M::Patch) -> Result<Vec<&'static str>> {
    let changes = changes::<M>(&patch)?;
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    validation::changed(row, &changes)?;
    let different = different(row, &changes);
    match hooks::is_hooked::<M>() {
        true => apply_hooked(db, row, changes).await?,
        false => instance::update(db, row, assignments(changes)).await?,
    }
    Ok(different)
}

/// Sets the fields before the hooks are asked, so that these see what is to be written, and have a say in it.
async fn apply_hooked<M: Model>(db: Db, row: &mut M, changes: Vec<(usize, Value<'static>)>) -> Result<()> {
    let before = Snapshot::of(row);
    let columns = changes.iter().map(|(column, _)| *column).collect();
    let saved = match set(row, changes) {
        Ok(()) => hooks::save(db, row, Some(columns)).await,
        Err(error) => Err(error),
    };
    before.unless_done(row, saved)
}

/// Sets the columns of the row at hand.
fn set<M: Model>(row: &mut M, changes: Vec<(usize, Value<'static>)>) -> Result<()> {
    let named = |column: usize| (M::TABLE.model, M::TABLE.columns[column].field);
    for (column, value) in &changes {
        let (model, field) = named(*column);
        if let Value::Unfit(_, reason) = value {
            return Err(Error::InvalidValue { model, field, reason: reason.to_string() });
        }
    }
    for (column, value) in changes {
        let (model, field) = named(column);
        let read = row.read_column(column, &mut Captured::new(vec![value]));
        read.map_err(|source| Error::Read { model, field, source })?;
    }
    Ok(())
}

/// The columns that a patch has, with their values.
fn values<P: NewRow>(patch: &P) -> Vec<(usize, Value<'static>)> {
    let columns = (0..P::Model::TABLE.columns.len()).filter(|&column| patch.is_set(column));
    columns.map(|column| (column, patch.column(column).into_owned())).collect()
}

/// The same, if none of them is the key, by which the row is found.
fn changes<M: Model>(patch: &M::Patch) -> Result<Vec<(usize, Value<'static>)>> {
    let values = values(patch);
    match values.iter().find(|(column, _)| M::TABLE.is_key(*column)) {
        None => Ok(values),
        Some((column, _)) => {
            let (model, field) = (M::TABLE.model, M::TABLE.columns[*column].field);
            let reason = format!("a patch of {model} cannot change {field}, by which the row is found: leave it out");
            Err(Error::Unsupported { reason })
        }
    }
}

fn assignments<M: Model>(values: Vec<(usize, Value<'static>)>) -> Vec<Assignment<M>> {
    values.into_iter().map(|(column, value)| Assignment::of_value(column, value)).collect()
}

/// The fields of which a row has another value.
fn different<M: Model>(row: &M, changes: &[(usize, Value<'static>)]) -> Vec<&'static str> {
    let different = changes.iter().filter(|(column, value)| row.column(*column) != *value);
    different.map(|(column, _)| M::TABLE.columns[*column].field).collect()
}
