use std::fmt;
use std::future::IntoFuture;

use super::QuerySet;
use super::among::{count, go_before_their_turn};
use super::protected;
use super::read::affected;
use crate::database::{BoxFuture, Db};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::sql::{Compiled, Delete, Effect, Returning, Select};

/// A delete of all rows of a query, made by [`QuerySet::delete`]. Awaited, it gives the number of rows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").await?;
/// assert_eq!(User::filter(|u| u.name.eq("ann")).delete().await?, 1);
/// # Ok(()) }
/// ```
#[must_use = "nothing is deleted until it is awaited"]
pub struct DeleteRows<M: Model> {
    pub(super) rows: QuerySet<M>,
    pub(super) everything: bool,
}

impl<M: Model> QuerySet<M> {
    /// Deletes all rows of the query, in one statement. What points at them goes by its `on_delete`.
    ///
    /// # Errors
    /// When awaited, [`Error::WholeTable`] for a query that leaves no row out, before anything is sent: a filter that was forgotten looks
    /// the same. [`everything`](DeleteRows::everything) says that it is meant. [`Error::Protected`] for rows that others point at with
    /// `on_delete = protect`; else as awaiting an update.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct User { id: i64, active: bool }
    /// # async fn example() -> orm::Result<()> {
    /// let deleted = User::filter(|u| u.active.eq(false)).delete().await?;
    /// # Ok(()) }
    /// ```
    pub fn delete(self) -> DeleteRows<M> {
        DeleteRows { rows: self, everything: false }
    }
}

impl<M: Model> DeleteRows<M> {
    /// Deletes also where the query leaves no row out.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().await?;
    /// assert!(matches!(User::all().delete().await, Err(orm::Error::WholeTable { .. })));
    /// assert_eq!(User::all().delete().everything().await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn everything(self) -> Self {
        Self { everything: true, ..self }
    }

    /// The query, if it may be deleted.
    pub(super) fn into_query(self) -> Result<QuerySet<M>> {
        refuse_whole_table(&self.rows.select, self.everything)?;
        Ok(self.rows)
    }
}

impl<M: Model> IntoFuture for DeleteRows<M> {
    type Output = Result<u64>;
    type IntoFuture = BoxFuture<'static, Result<u64>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let rows = self.into_query()?;
            if rows.select.is_empty() {
                return Ok(0);
            }
            let db = rows.db()?;
            delete(&db, || rows.clone().into_rows()).await
        })
    }
}

/// Refuses to delete by a query that leaves no row out, where that was not said to be meant.
pub(super) fn refuse_whole_table(rows: &Select, everything: bool) -> Result<()> {
    if everything || rows.picks() { Ok(()) } else { Err(Error::WholeTable { model: rows.table.model }) }
}

/// Deletes rows, which are asked for once more where the database refuses it.
pub(super) async fn delete(db: &Db, rows: impl Fn() -> Select) -> Result<u64> {
    let delete = Delete { rows: rows(), returning: Returning::Nothing };
    let table = delete.rows.table;
    let compiled = delete.compile(db.dialect())?;
    let deleted = match go_before_their_turn(db, table) {
        // On the heap, because few models are so.
        true => Box::pin(counted(db, rows(), compiled)).await,
        false => affected(db, compiled, Effect::Deletes(table)).await,
    };
    match deleted {
        Ok(deleted) => Ok(deleted),
        // On the heap, because it asks the database, and is rare.
        Err(error) => Err(Box::pin(protected::explain(db, rows(), error)).await),
    }
}

/// Deletes rows that may go with each other, and counts them beforehand.
async fn counted(db: &Db, rows: Select, delete: Compiled) -> Result<u64> {
    let effect = Effect::Deletes(rows.table);
    let deleting = async {
        let count = count(db, rows).await?;
        affected(db, delete, effect).await?;
        Ok(count)
    };
    db.as_one(deleting).await
}

impl<M: Model> fmt::Debug for DeleteRows<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteRows").field("rows", &self.rows).finish()
    }
}
