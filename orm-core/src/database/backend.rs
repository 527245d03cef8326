use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use super::{Exchange, FailedAt, Failure, Options, Request, Savepoint, Server, Stats, TransactionOptions};
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

    /// Runs several statements that read, each with one set of parameters, on one connection. What they did comes in their
    /// order, or else the first failure of them, which ends it: the others may have run or not.
    ///
    /// A backend hands them to the database together if it can; unless it says how, they run in a session.
    ///
    /// Dropping the future is as safe as dropping that of one statement.
    fn run_together(&self, requests: Vec<Request>) -> BoxFuture<'_, Result<Vec<Outcome>, FailedAt>> {
        Box::pin(async move { self.session().await?.run_together(requests).await })
    }

    /// Takes a connection for several statements.
    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>>;

    /// Takes a connection for a transaction that only reads, where others than those that write can do that beside them.
    fn reading_session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
        self.session()
    }

    /// How long a query waits for a free connection, which is also how long one waits for its turn in a transaction.
    fn acquire_timeout(&self) -> Duration {
        Options::default().acquire_timeout
    }

    /// The server and the database on it, where there is one server: what is shown of each statement to those who watch.
    fn server(&self) -> Server<'_> {
        Server::default()
    }

    /// What the connections are doing. A backend that does not count gives zeros.
    fn stats(&self) -> Stats {
        Stats::default()
    }

    /// Closes every connection, once what runs on it has finished. Later queries fail with `Error::Connection`.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// A connection of one's own. Dropped inside a transaction, it rolls back.
///
/// Each step of a transaction but `begin` is handed to the database at the first poll of its future. Dropped after that, it is
/// still carried out, before any later one, unless the connection is lost and the transaction with it. A statement that is
/// dropped is carried out whole or not at all.
///
/// ```
/// use orm::database::{Failure, Session, TransactionOptions};
///
/// async fn both_or_none(session: &mut dyn Session, one: &str, two: &str) -> Result<(), Failure> {
///     session.begin(TransactionOptions::default()).await?;
///     session.script(one).await?;
///     session.script(two).await?;
///     session.commit().await
/// }
/// ```
pub trait Session: Send {
    /// Runs one statement on this connection.
    fn run(&mut self, statement: Statement, exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>>;

    /// As [`Backend::run_together`], on this connection. In a transaction, the failure of one breaks it as ever.
    ///
    /// Unless a backend says otherwise, they run one after the other.
    fn run_together(&mut self, requests: Vec<Request>) -> BoxFuture<'_, Result<Vec<Outcome>, FailedAt>> {
        Box::pin(async move {
            let mut outcomes = Vec::with_capacity(requests.len());
            for (index, Request { statement, exchange }) in requests.into_iter().enumerate() {
                let outcome = self.run(statement, exchange).await;
                outcomes.push(outcome.map_err(|failure| FailedAt { index, failure })?);
            }
            Ok(outcomes)
        })
    }

    /// Runs statements without parameters, separated by `;`.
    fn script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), Failure>>;

    /// Opens a transaction, at the latest with the next step in it. The options are possible together.
    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<(), Failure>>;

    /// Makes the transaction's writes lasting, or where a statement of it has failed, undoes them and gives
    /// [`Error::TransactionAborted`](crate::Error::TransactionAborted). Where the answer cannot be known, it is
    /// [`Error::CommitUnknown`](crate::Error::CommitUnknown).
    fn commit(&mut self) -> BoxFuture<'_, Result<(), Failure>>;

    /// Undoes the transaction's writes.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), Failure>>;

    /// Opens a savepoint in the transaction.
    fn savepoint(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>>;

    /// Forgets a savepoint and keeps what was written since. It fails where a statement since has failed.
    fn release(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>>;

    /// Undoes what was written since a savepoint, and forgets it. The transaction is sound again, as it was before it.
    fn roll_back_to(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>>;
}
