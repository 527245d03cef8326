use std::sync::Arc;

use super::{Backend, Builder, Exchange, Outcome, Session, ambient, translate};
use crate::error::Result;
use crate::sql::{Dialect, Statement};

/// A handle to a database: cheap to clone, shared by all tasks.
///
/// ```standalone_crate
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
/// archive.create_tables().await?;
/// let none = Country::all().using(&archive).await?;
/// assert!(none.is_empty());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Db {
    backend: Arc<dyn Backend>,
}

impl Db {
    /// A handle over any backend, such as one of your own.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// fn over(backend: impl orm::database::Backend) -> orm::Db {
    ///     orm::Db::new(Arc::new(backend))
    /// }
    /// ```
    #[must_use]
    pub fn new(backend: Arc<dyn Backend>) -> Self {
        Self { backend }
    }

    /// Sets limits before opening a database.
    ///
    /// ```
    /// let builder = orm::Db::builder().pool_size(4);
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Makes this the program's default database, in place of any before it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let db = orm::Db::builder().connect("sqlite::memory:").await?;
    /// db.set_default();
    /// assert!(orm::default_db().is_ok());
    /// # Ok(()) }
    /// ```
    pub fn set_default(&self) {
        ambient::set_default(self.clone());
    }

    /// The SQL that this database speaks.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let db = orm::connect("sqlite::memory:").await?;
    /// assert_eq!(db.dialect(), orm::sql::Dialect::Sqlite);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.backend.dialect()
    }

    /// Closes every connection. Queries on this handle and its clones fail from then on.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let db = orm::default_db()?;
    /// db.close().await;
    /// assert!(matches!(User::all().await, Err(orm::Error::Connection { .. })));
    /// # Ok(()) }
    /// ```
    pub async fn close(&self) {
        self.backend.close().await;
    }

    /// Runs one statement, and names models and fields where it fails.
    pub(crate) async fn run(&self, statement: Statement, exchange: Box<dyn Exchange>) -> Result<Outcome> {
        let (columns, effect) = (statement.columns.clone(), statement.effect.clone());
        self.backend.run(statement, exchange).await.map_err(|failure| translate::failure(failure, &columns, &effect))
    }

    /// Takes a connection of one's own.
    pub(crate) async fn session(&self) -> Result<Box<dyn Session>> {
        self.backend.session().await.map_err(translate::plain)
    }
}
