use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::cursor_key::CursorKey;
use super::transaction::Block;
use super::{Backend, Builder, Exchange, FailedAt, Outcome, Request, Stats, ambient, observe, translate};
use crate::error::Result;
use crate::sql::{Access, Dialect, Statement};

/// A handle to a database, or to a transaction that is open on it: cheap to clone, shared by all tasks.
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
#[derive(Clone)]
pub struct Db {
    backend: Arc<dyn Backend>,
    /// The transaction that queries on this handle are part of.
    block: Option<Arc<Block>>,
    /// What cursors are signed with.
    cursor_key: CursorKey,
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
        Self { backend, block: None, cursor_key: CursorKey::default() }
    }

    /// Sets limits before opening a database.
    ///
    /// ```
    /// let builder = orm::Db::builder().pool_size(4);
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Makes this the program's default database, in place of any before it. Of a transaction, it is the database around it.
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
        ambient::set_default(self.outside());
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

    /// Whether a query on this handle, here and now, would be part of a transaction.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # let db = orm::connect("sqlite::memory:").await?;
    /// assert!(!db.in_transaction());
    /// orm::atomic(async {
    ///     assert!(db.in_transaction());
    ///     Ok(())
    /// })
    /// .await?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn in_transaction(&self) -> bool {
        ambient::block_of(self).is_some()
    }

    /// Whether a query on this handle, here and now, would be part of a transaction that only reads.
    pub(crate) fn is_read_only(&self) -> bool {
        ambient::block_of(self).is_some_and(|block| block.is_read_only())
    }

    /// Notes that running the transaction again can help, if there is one.
    pub(crate) fn note_collision(&self) {
        if let Some(block) = ambient::block_of(self) {
            block.note_collision();
        }
    }

    /// What the database's connections are doing now.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let db = orm::connect("sqlite::memory:").await?;
    /// assert_eq!(db.stats().waiting, 0);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.backend.stats()
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
        let outcome = match ambient::block_of(self) {
            None => {
                let backend = &*self.backend;
                observe::statement(backend, statement, exchange, |statement, exchange| backend.run(statement, exchange))
                    .await
            }
            // On the heap, because it is much larger than the other way, and would be a part of every query.
            Some(block) => Box::pin(async move { block.run(statement, exchange).await }).await,
        };
        outcome.map_err(|failure| translate::failure(failure, &columns, &effect))
    }

    /// Runs several statements that read, on one connection, and sends them together where the database can. The first
    /// failure is that of all.
    pub(crate) async fn run_together(&self, requests: Vec<Request>) -> Result<Vec<Outcome>> {
        let known = |request: &Request| (request.statement.columns.clone(), request.statement.effect.clone());
        let known: Vec<_> = requests.iter().map(known).collect();
        let outcomes = match ambient::block_of(self) {
            None => {
                let backend = &*self.backend;
                observe::together(backend, requests, |requests| backend.run_together(requests)).await
            }
            Some(block) => block.run_together(requests).await,
        };
        outcomes.map_err(|FailedAt { index, failure }| match known.get(index) {
            Some((columns, effect)) => translate::failure(failure, columns, effect),
            None => translate::plain(failure),
        })
    }

    /// Runs statements without parameters, in the transaction that this handle names.
    pub(crate) async fn script(&self, sql: &str, access: Access) -> Result<()> {
        let done = match ambient::block_of(self) {
            Some(block) => block.script(sql, access).await,
            None => match self.backend.session().await {
                Ok(mut session) => observe::script(&*self.backend, sql, session.script(sql)).await,
                Err(failure) => Err(failure),
            },
        };
        done.map_err(translate::plain)
    }

    /// Does something of which a failure must not break the transaction around it, if there is one.
    pub(crate) async fn attempt<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        match ambient::block_of(self) {
            Some(_) => Box::pin(self.as_one(work)).await,
            None => work.await,
        }
    }

    /// Whether both lead to one database, and to the same block of a transaction or to none.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same_block = match (&self.block, &other.block) {
            (None, None) => true,
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            _ => false,
        };
        Arc::ptr_eq(&self.backend, &other.backend) && same_block
    }

    /// This handle, or where its block has ended, that to the innermost one around it that has not, or to none.
    pub(crate) fn lasting(&self) -> Self {
        let mut block = self.block.as_ref();
        while let Some(ended) = block.filter(|block| block.has_ended()) {
            block = ended.outer();
        }
        self.with_block(block.cloned())
    }

    /// The handle to the block of a transaction that a query on this one is part of here and now, if there is one.
    pub(crate) fn resolved(&self) -> Self {
        ambient::block_of(self).map_or_else(|| self.clone(), |block| self.inside(block))
    }

    /// The handle to the database itself, also of a transaction.
    pub(crate) fn outside(&self) -> Self {
        self.with_block(None)
    }

    fn with_block(&self, block: Option<Arc<Block>>) -> Self {
        Self { backend: Arc::clone(&self.backend), block, cursor_key: self.cursor_key.clone() }
    }

    /// What cursors of this database are signed with.
    pub(crate) fn cursor_key(&self) -> &CursorKey {
        &self.cursor_key
    }

    /// The same database, whose cursors are signed with this.
    pub(super) fn signing_with(self, cursor_key: CursorKey) -> Self {
        Self { cursor_key, ..self }
    }

    pub(super) fn backend(&self) -> &Arc<dyn Backend> {
        &self.backend
    }

    pub(super) fn block(&self) -> Option<&Arc<Block>> {
        self.block.as_ref()
    }

    /// The handle to this transaction on the same database.
    pub(super) fn inside(&self, block: Arc<Block>) -> Self {
        self.with_block(Some(block))
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db").field("backend", &self.backend).field("in_transaction", &self.block.is_some()).finish()
    }
}
