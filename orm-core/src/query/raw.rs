use crate::query::parameters::flat;
use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;

use super::chunks::RawChunks;
use super::gather::{Attach, attach_nothing};
use super::pending::Pending;
use super::read::{Read, affected, rows};
use super::stream::RowStream;
use super::{FromRow, Parameters, QuerySet, TableRow};
use crate::database::{BoxFuture, Db, default_db};
use crate::error::{Error, Result};
use crate::expr::{DerivedFrom, DerivedNode, RawNode};
use crate::relation::Provenance;
use crate::sql::{Access, Columns, Compiled, Dialect, Effect, Touched, with_placeholders};
use crate::value::Value;

/// Runs a statement that the program has written, and gives the number of rows that it wrote. Of a statement that gives rows
/// instead, that number means nothing: ask for them by [`raw`].
///
/// Parameters are `$1`, `$2`, .. on both databases; never put values into the text.
///
/// A statement that begins or ends a transaction is `Error::Unsupported`: [`atomic`](crate::database::atomic) and its like do that. One
/// that changes a setting (`SET`) changes it for itself alone on PostgreSQL, whose connection is closed afterwards: set what is for
/// all in the URL or on the role, and with `SET LOCAL` what is for a transaction.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, #[orm(default = 0)] visits: i32 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// # User::create().name("ann").await?;
/// let written = orm::execute("UPDATE users SET visits = visits + $1 WHERE name = $2", (1_i32, "ann")).await?;
/// assert_eq!(written, 1);
/// # Ok(()) }
/// ```
pub fn execute(sql: impl Into<String>, parameters: impl Parameters) -> Pending<'static, u64> {
    let (sql, parameters) = (sql.into(), flat(parameters));
    Pending::new(|db: Db| async move {
        let effect = effect(&sql)?;
        affected(&db, compiled(db.dialect(), sql, parameters), effect).await
    })
}

/// A query that the program has written, whose rows become values, or tuples of them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// # User::create().name("ann").await?;
/// let lengths = orm::raw::<(String, i64)>("SELECT name, cast(length(name) AS bigint) FROM users", ()).await?;
/// assert_eq!(lengths, [("ann".to_owned(), 3)]);
/// # Ok(()) }
/// ```
pub fn raw<T: FromRow>(sql: impl Into<String>, parameters: impl Parameters) -> Raw<T> {
    Raw::new(sql.into(), flat(parameters), Columns::list(T::columns()), T::read, attach_nothing)
}

/// A query that the program has written, made by [`raw`] and [`Record::raw`](super::Record::raw). Awaited, it gives all rows.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let one: Vec<i64> = orm::raw("SELECT 1", ()).await?;
/// # Ok(()) }
/// ```
#[must_use = "a query does nothing until it is awaited"]
pub struct Raw<T> {
    sql: String,
    parameters: Vec<Value<'static>>,
    columns: Columns,
    read: Read<T>,
    attach: Attach<T>,
    db: Option<Db>,
}

impl<T: Send + 'static> Raw<T> {
    pub(super) fn new(
        sql: String,
        parameters: Vec<Value<'static>>,
        columns: Columns,
        read: Read<T>,
        attach: Attach<T>,
    ) -> Self {
        Self { sql, parameters, columns, read, attach, db: None }
    }

    /// Asks this database, or in this transaction, instead of the default.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// assert_eq!(orm::raw::<i64>("SELECT 1", ()).using(&archive).await?, [1]);
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// The first row, or `None`. The others are read and thrown away, so write a LIMIT where there may be many.
    ///
    /// # Errors
    /// As awaiting it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// assert_eq!(orm::raw::<i64>("SELECT 1", ()).first().await?, Some(1));
    /// # Ok(()) }
    /// ```
    pub async fn first(self) -> Result<Option<T>> {
        Ok(self.await?.into_iter().next())
    }

    /// The rows one after the other, as [`QuerySet::stream`](super::QuerySet::stream) gives them. The statement must be a
    /// plain SELECT.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let mut rows = orm::raw::<i64>("SELECT 1 UNION ALL SELECT 2", ()).stream();
    /// assert_eq!(rows.try_next().await?, Some(1));
    /// # Ok(()) }
    /// ```
    pub fn stream(self) -> RowStream<T> {
        let (sql, parameters) = (self.sql, self.parameters);
        let provenance = Provenance::new(self.db.clone(), false);
        let chunks = Arc::new(RawChunks { read: self.read, attach: self.attach, provenance });
        RowStream::new(self.db, self.columns, chunks, |db| {
            effect(&sql)?;
            Ok(compiled(db.dialect(), sql, parameters))
        })
    }
}

impl<T: TableRow> Raw<T> {
    /// A queryset of the rows that the SQL gives, to be filtered, ordered and joined as any: the SQL stands where the table does
    /// otherwise. Rows of a model are found by the names of their columns, those of a struct that derives
    /// [`Projection`](super::Projection) with `table` by their order.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users", ordering = "name")] struct User { id: i64, name: String, age: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::bulk_create([("ann", 31), ("bob", 20)].map(|(name, age)| User::create().name(name).age(age))).await?;
    /// let short = User::raw("SELECT * FROM users WHERE length(name) = $1", (3_i32,)).as_table();
    /// assert_eq!(short.filter(|u| u.age.gt(30)).get().await?.name, "ann");
    /// # Ok(()) }
    /// ```
    pub fn as_table(self) -> QuerySet<T::Of, T> {
        let (sql, parameters) = (self.sql, self.parameters);
        let by_name = matches!(self.columns, Columns::Named(_));
        let raw = RawNode { sql, parameters, by_name };
        T::queryset(DerivedNode::of_rows(DerivedFrom::Raw(raw)), self.db)
    }
}

impl<T: Send + 'static> IntoFuture for Raw<T> {
    type Output = Result<Vec<T>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let provenance = Provenance::new(self.db.clone(), false);
            let db = self.db.map_or_else(default_db, Ok)?;
            let effect = effect(&self.sql)?;
            let query = compiled(db.dialect(), self.sql, self.parameters);
            // Nobody knows what it does, so it may write.
            let mut rows = rows(&db, Access::Write, effect, query, self.columns, self.read).await?;
            (self.attach)(&mut rows, &provenance);
            Ok(rows)
        })
    }
}

/// What is known of a statement that the program has written.
fn effect(sql: &str) -> Result<Effect> {
    match Touched::by(sql) {
        Touched::Nothing => Ok(Effect::None),
        Touched::Settings => Ok(Effect::Settings),
        Touched::Transaction(word) => {
            let reason = format!(
                "{word} as a statement is about a connection that only this statement has, or breaks the transaction that it is in: \
                 use orm::atomic, orm::transaction() or orm::begin()"
            );
            Err(Error::Unsupported { reason })
        }
    }
}

fn compiled(dialect: Dialect, sql: String, parameters: Vec<Value<'static>>) -> Compiled {
    Compiled { sql: with_placeholders(dialect, sql), parameters }
}

impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw").field("sql", &self.sql).finish_non_exhaustive()
    }
}
