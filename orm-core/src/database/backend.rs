use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::{Exchange, Failure};
use crate::sql::{Dialect, Statement};

/// A future on the heap that can move between threads.
///
/// ```
/// fn answer() -> orm::database::BoxFuture<'static, u64> {
///     Box::pin(async { 42 })
/// }
/// ```
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a statement did: its exchange, now holding the rows, and how many rows it wrote.
///
/// ```
/// use orm::database::{Exchange, Outcome};
///
/// fn inserted(exchange: Box<dyn Exchange>, rows: u64) -> Outcome {
///     Outcome { exchange, affected: rows }
/// }
/// ```
pub struct Outcome {
    /// The exchange that was handed in.
    pub exchange: Box<dyn Exchange>,
    /// The number of rows inserted, updated or deleted.
    pub affected: u64,
}

/// A database: a pool of connections, whatever that means for it.
///
/// There are two ways to it. [`run`](Self::run) takes one statement, on whichever connection suits it;
/// [`session`](Self::session) hands out a connection that nobody else uses meanwhile.
/// A backend knows SQL text, parameters and rows; it knows nothing of models.
///
/// ```
/// use orm::database::{Backend, BoxFuture, Exchange, Failure, Outcome, Session};
/// use orm::sql::{Dialect, Statement};
///
/// /// A database that is never there.
/// #[derive(Debug)]
/// struct Nowhere;
///
/// fn absent<T>() -> BoxFuture<'static, Result<T, Failure>> {
///     Box::pin(async { Err(orm::Error::Connection { source: "nowhere".into() }.into()) })
/// }
///
/// impl Backend for Nowhere {
///     fn dialect(&self) -> Dialect {
///         Dialect::Sqlite
///     }
///
///     fn run(&self, _: Statement, _: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>> {
///         absent()
///     }
///
///     fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
///         absent()
///     }
///
///     fn close(&self) -> BoxFuture<'_, ()> {
///         Box::pin(async {})
///     }
/// }
///
/// let db = orm::Db::new(std::sync::Arc::new(Nowhere));
/// ```
pub trait Backend: fmt::Debug + Send + Sync + 'static {
    /// The SQL that this database speaks.
    fn dialect(&self) -> Dialect;

    /// Runs one statement. An exchange with several sets of parameters runs once for each, all or nothing.
    ///
    /// Dropping the future leaves the statement to finish on its own or not at all, and the connection usable.
    fn run(&self, statement: Statement, exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>>;

    /// Takes a connection for several statements.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>>;

    /// Closes every connection, once what runs on it has finished. Later queries fail with `Error::Connection`.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// A connection of one's own. Dropped inside a transaction, it rolls back.
///
/// ```
/// use orm::database::{Failure, Session};
///
/// async fn both_or_none(session: &mut dyn Session, one: &str, two: &str) -> Result<(), Failure> {
///     session.begin().await?;
///     session.script(one).await?;
///     session.script(two).await?;
///     session.commit().await
/// }
/// ```
pub trait Session: Send {
    /// Runs one statement on this connection.
    fn run(&mut self, statement: Statement, exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>>;

    /// Runs statements without parameters, separated by `;`.
    fn script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), Failure>>;

    /// Opens a transaction.
    fn begin(&mut self) -> BoxFuture<'_, Result<(), Failure>>;

    /// Makes the transaction's writes lasting.
    fn commit(&mut self) -> BoxFuture<'_, Result<(), Failure>>;

    /// Undoes the transaction's writes.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), Failure>>;
}
