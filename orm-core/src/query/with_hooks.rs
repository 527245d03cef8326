//! Writing many rows as if one by one, so that hooks run for each.

use std::future::IntoFuture;

use chrono::Utc;

use super::insert::{fill, insert};
use super::update::columns_set;
use super::{BulkCreate, DeleteRows, QuerySet, UpdateRows, hooks, protected};
use crate::database::{BoxFuture, default_db};
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::model::Model;
use crate::sql::asks_about;

/// Writes many rows, and runs the hooks of each, made by `with_hooks()`. Awaited, it gives what it would without.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users", hooks)] struct User { id: i64, name: String }
/// # impl Hooks for User {}
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let users = User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).with_hooks().await?;
/// assert_eq!(User::filter(|u| u.id.gt(0)).delete().with_hooks().await?, 2);
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "nothing is written until it is awaited"]
pub struct WithHooks<W> {
    write: W,
}

impl<M: Model> BulkCreate<M> {
    /// Runs the hooks of each row: `before_create` of all, then the rows are inserted together, then `after_create` of all, in one
    /// transaction.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users", hooks)] struct User { id: i64, name: String }
    /// # impl Hooks for User {}
    /// # async fn example(rows: Vec<NewUser>) -> orm::Result<()> {
    /// let users = User::bulk_create(rows).with_hooks().await?;
    /// # Ok(()) }
    /// ```
    pub fn with_hooks(self) -> WithHooks<Self> {
        WithHooks { write: self }
    }
}

impl<M: Model> UpdateRows<M> {
    /// Runs the hooks of each row: the rows are read and locked, and updated one by one, in one transaction.
    ///
    /// # Errors
    /// When awaited, `Error::Unsupported` for a new value that asks about other rows of the table, some of which would be updated
    /// already.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users", hooks)] struct User { id: i64, name: String, active: bool }
    /// # impl Hooks for User {}
    /// # async fn example() -> orm::Result<()> {
    /// let updated = User::all().update(|u| u.active.set(false)).with_hooks().await?;
    /// # Ok(()) }
    /// ```
    pub fn with_hooks(self) -> WithHooks<Self> {
        WithHooks { write: self }
    }
}

impl<M: Model> DeleteRows<M> {
    /// Runs the hooks of each row: the rows are read and locked, and deleted one by one, in one transaction.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users", hooks)] struct User { id: i64, active: bool }
    /// # impl Hooks for User {}
    /// # async fn example() -> orm::Result<()> {
    /// let deleted = User::filter(|u| u.active.eq(false)).delete().with_hooks().await?;
    /// # Ok(()) }
    /// ```
    pub fn with_hooks(self) -> WithHooks<Self> {
        WithHooks { write: self }
    }
}

impl<M: Model> IntoFuture for WithHooks<BulkCreate<M>> {
    type Output = Result<Vec<M>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let BulkCreate { rows, db } = self.write;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            let db = db.map_or_else(default_db, Ok)?;
            let creating = async {
                let mut new = Vec::with_capacity(rows.len());
                for row in rows {
                    new.push(hooks::before_create(row).await?);
                }
                fill(&mut new);
                let mut rows = insert(&db, new).await?;
                for row in &mut rows {
                    hooks::after_create(row).await?;
                }
                Ok(rows)
            };
            db.as_one(creating).await
        })
    }
}

impl<M: Model> IntoFuture for WithHooks<UpdateRows<M>> {
    type Output = Result<u64>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let UpdateRows { rows, set } = self.write;
            let nodes = columns_set(M::TABLE, set.clone(), Utc::now())?;
            if nodes.is_empty() {
                return Ok(0);
            }
            if nodes.iter().any(|(_, node)| asks_about(node, M::TABLE)) {
                return Err(of_other_rows(M::TABLE.model));
            }
            let db = rows.db()?;
            let updating = async {
                let mut updated = 0;
                for mut row in locked(rows).await? {
                    hooks::update(db.clone(), &mut row, set.clone()).await?;
                    updated += 1;
                }
                Ok(updated)
            };
            db.as_one(updating).await
        })
    }
}

impl<M: Model> IntoFuture for WithHooks<DeleteRows<M>> {
    type Output = Result<u64>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let rows = self.write.into_query()?;
            let db = rows.db()?;
            let these = rows.clone();
            let deleting = async {
                let mut deleted = 0;
                for row in locked(rows).await? {
                    match hooks::delete(db.clone(), &row).await {
                        // It went with another one that it points at.
                        Ok(()) | Err(Error::DoesNotExist { .. }) => deleted += 1,
                        Err(error) => return Err(error),
                    }
                }
                Ok(deleted)
            };
            protected::as_one_explained(&db, || these.into_rows(), deleting).await
        })
    }
}

#[cold]
fn of_other_rows(model: &str) -> Error {
    let reason = format!(
        "with_hooks() updates rows one by one, and would compute new values of {model} from rows of it that are updated already: read \
         the values first, and set them then"
    );
    Error::Unsupported { reason }
}

/// The rows, which nobody else can write until the transaction ends.
async fn locked<M: Model>(rows: QuerySet<M>) -> Result<Vec<M>> {
    if rows.select.is_empty() {
        return Ok(Vec::new());
    }
    // Rows that are put together cannot be locked: these are read as they are.
    let of_windows = rows.select.filter.iter().any(Node::has_window);
    let can_be_locked = rows.select.is_of_table() && !rows.select.distinct && !of_windows;
    if can_be_locked { rows.select_for_update().await } else { rows.await }
}
