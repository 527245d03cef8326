//! Questions whose answer is one number or one truth.

use std::sync::Arc;

use super::QuerySet;
use super::read::{Read, broken_backend, rows};
use crate::database::Db;
use crate::error::Result;
use crate::expr::{Node, Selection};
use crate::model::Model;
use crate::schema::OutputColumn;
use crate::sql::{Access, Columns, Compiled, Effect, Select};
use crate::value::{ColumnType, Field, ReadResult, RowReader, SqlType};

impl<M: Model, T> QuerySet<M, T> {
    /// How many rows the query gives.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("ann").await?;
    /// assert_eq!(User::filter(|u| u.name.eq("ann")).count().await?, 1);
    /// assert_eq!(User::all().offset(5).count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub async fn count(self) -> Result<u64> {
        if self.select.is_empty() {
            return Ok(0);
        }
        let db = self.db()?;
        let compiled = unordered(self).compile_count(db.dialect())?;
        let count: i64 = scalar::<M, _>(&db, compiled, "count", SqlType::BigInt).await?;
        u64::try_from(count).map_err(|_| broken_backend("it counted fewer than no rows"))
    }

    /// Whether the query gives any row.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(!User::filter(|u| u.name.eq("ann")).exists().await?);
    /// # Ok(()) }
    /// ```
    pub async fn exists(self) -> Result<bool> {
        if self.select.is_empty() {
            return Ok(false);
        }
        let db = self.db()?;
        let compiled = unordered(self).compile_exists(db.dialect())?;
        scalar::<M, _>(&db, compiled, "exists", SqlType::Boolean).await
    }
}

impl<M: Model> QuerySet<M> {
    /// Whether this row is among those that the query gives.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").await?;
    /// assert!(User::filter(|u| u.age.ge(18)).contains(&ann).await?);
    /// # Ok(()) }
    /// ```
    pub async fn contains(self, row: &M) -> Result<bool> {
        if self.select.is_sliced() {
            // The limit comes before the question: what is searched is the slice.
            // Whole rows are distinct already, and keys alone could not be ordered by anything else.
            let slice = self.change(|select| select.distinct = false);
            return Ok(slice.values(|_| OwnKey).fetch().await?.contains(&row.key()));
        }
        self.filter_node(Node::column_is(M::TABLE, M::TABLE.primary_key, row.key().into_value())).exists().await
    }
}

fn unordered<M: Model, T>(query: QuerySet<M, T>) -> Select {
    Arc::unwrap_or_clone(query.select)
}

async fn scalar<M: Model, T: ColumnType>(db: &Db, compiled: Compiled, field: &'static str, ty: SqlType) -> Result<T> {
    let columns = Columns::list([OutputColumn { model: M::TABLE.model, field, ty }]);
    let read: Read<T> = T::read_column;
    let mut answer = rows(db, Access::Read, Effect::Reads(M::TABLE), compiled, columns, read).await?;
    answer.pop().ok_or_else(|| broken_backend("it answered an aggregate with no row"))
}

/// Selects the primary key.
struct OwnKey;

impl<M: Model> Selection<M> for OwnKey {
    type Output = M::Key;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        let key = M::TABLE.key();
        let output = OutputColumn { model: M::TABLE.model, field: key.field, ty: key.ty };
        nodes.push((Node::root_column(M::TABLE, M::TABLE.primary_key), output));
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<M::Key> {
        M::Key::read_column(row)
    }
}
