//! How a query is run, as the database says.

mod node;
mod options;
mod plan;
mod postgres;
mod sqlite;

use std::fmt;
use std::future::IntoFuture;

use self::options::Options;
use super::QuerySet;
use crate::database::{BoxFuture, Db};
use crate::error::Result;
use crate::model::Model;
use crate::sql::{Compiled, Dialect};

pub use node::{PlanNode, Scan};
pub use plan::Plan;

/// How the database would run a query, made by [`QuerySet::explain`]. Awaited, it gives the plan as text; [`tree`](Self::tree)
/// gives it as data.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let plan = User::filter(|u| u.id.eq(1)).explain().await?;
/// assert!(plan.contains("users"));
/// # Ok(()) }
/// ```
#[must_use = "nothing is explained until it is awaited"]
pub struct Explain<M: Model, T> {
    query: QuerySet<M, T>,
    options: Options,
}

impl<M: Model, T> QuerySet<M, T> {
    /// How the database would run this query: as EXPLAIN says on PostgreSQL, as EXPLAIN QUERY PLAN says on SQLite, indented by
    /// its steps.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// println!("{}", User::filter(|u| u.name.eq("ann")).explain().await?);
    /// # Ok(()) }
    /// ```
    pub fn explain(self) -> Explain<M, T> {
        Explain { query: self, options: Options::default() }
    }
}

macro_rules! options {
    ($($(#[$meta:meta])* $option:ident;)*) => {
        impl<M: Model, T> Explain<M, T> {$(
            $(#[$meta])*
            ///
            /// SQLite cannot: there it is [`Error::Unsupported`](crate::Error::Unsupported).
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
            /// # async fn example() -> orm::Result<()> {
            #[doc = concat!("let plan = User::filter(|u| u.name.eq(\"ann\")).explain().", stringify!($option), "().await?;")]
            /// # Ok(()) }
            /// ```
            pub fn $option(mut self) -> Self {
                self.options.$option = true;
                self
            }
        )*}
    };
}

options! {
    /// Runs the query, too, and says how long each step took, how many rows it gave, and how many blocks it read.
    analyze;
    /// Says more of each step: what it gives, and by which schema its table is found.
    verbose;
    /// Says how many blocks are read for planning; with [`analyze`](Self::analyze), which includes it, for each step.
    buffers;
    /// Names the settings of the server that are not its defaults and matter to the plan.
    settings;
    /// Says how much is written to the write-ahead log; only with [`analyze`](Self::analyze).
    wal;
    /// The plan for any values of the parameters, instead of that for the values at hand: the one that the server can come to use for a
    /// prepared statement. Not with [`analyze`](Self::analyze).
    generic_plan;
}

impl<M: Model, T: Send + 'static> Explain<M, T> {
    /// The plan as data, so that a program or a test can ask which index is used.
    ///
    /// # Errors
    /// [`Error::Unsupported`](crate::Error::Unsupported) for options that the database does not have or that exclude each other, before anything is sent;
    /// else as awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model)]
    /// #[orm(table = "users", index(country))]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    ///     country: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let plan = User::filter(|u| u.country.eq("FR")).explain().tree().await?;
    /// assert!(plan.uses_index("users_country_idx"), "{plan}");
    /// let plan = User::filter(|u| u.name.eq("ann")).explain().tree().await?;
    /// assert!(plan.has_full_scan_of("users"), "{plan}");
    /// # Ok(()) }
    /// ```
    pub async fn tree(self) -> Result<Plan> {
        let options = self.options;
        let (db, query) = self.compiled()?;
        match db.dialect() {
            Dialect::Postgres => postgres::tree::<M>(&db, query, options).await,
            Dialect::Sqlite => sqlite::tree::<M>(&db, query).await,
        }
    }

    async fn text(self) -> Result<String> {
        let options = self.options;
        let (db, query) = self.compiled()?;
        match db.dialect() {
            Dialect::Postgres => postgres::text::<M>(&db, query, options).await,
            Dialect::Sqlite => sqlite::text::<M>(&db, query).await,
        }
    }

    fn compiled(self) -> Result<(Db, Compiled)> {
        let db = self.query.db()?;
        self.options.check(db.dialect())?;
        let query = self.query.into_gathered().0.compile(db.dialect())?;
        Ok((db, query))
    }
}

impl<M: Model, T: Send + 'static> IntoFuture for Explain<M, T> {
    type Output = Result<String>;
    type IntoFuture = BoxFuture<'static, Result<String>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.text())
    }
}

impl<M: Model, T> fmt::Debug for Explain<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explain").field("query", &self.query).field("options", &self.options).finish()
    }
}
