use std::future::Future;
use std::time::Duration;

use super::deadline::Deadline;
use super::rerun;
use super::terms::Terms;
use super::tx::Tx;
use crate::database::{Db, Isolation, default_db};
use crate::error::{Error, Result};

/// A transaction that is more than plain, made by [`transaction`] and [`Db::transaction`]: say what it is to be, then
/// [`run`](Self::run) a block in it, or [`begin`](Self::begin) it by hand. Without options it is that of
/// [`atomic`](super::atomic).
///
/// Each option is about a transaction as a whole. Inside of another one, where a block is a savepoint, it is
/// [`Error::NotOutermost`] before anything is sent, unless it asks for what the outer one is already.
///
/// ```
/// # use orm::prelude::*;
/// # use std::time::Duration;
/// # #[derive(Model, Debug)] #[orm(table = "accounts")] struct Account { id: i64, owner: String, balance: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Account]).await?;
/// # Account::create().owner("ann").balance(100).await?;
/// let left = orm::transaction()
///     .isolation(orm::Isolation::Serializable)
///     .timeout(Duration::from_secs(5))
///     .retry(5)
///     .run(async || {
///         let mut ann = Account::filter(|a| a.owner.eq("ann")).get().await?;
///         ann.update(|a| a.balance.set(a.balance - 30)).await?;
///         Ok(ann.balance)
///     })
///     .await?;
/// assert_eq!(left, 70);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a transaction does nothing until it is run or begun"]
pub struct Transaction {
    db: Option<Db>,
    terms: Terms,
    timeout: Option<Duration>,
}

/// A transaction on the default database, of which more is to be said.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let one: Vec<i64> = orm::transaction().read_only().run(async || orm::raw("SELECT 1", ()).await).await?;
/// assert_eq!(one, [1]);
/// # Ok(()) }
/// ```
pub fn transaction() -> Transaction {
    Transaction::default()
}

impl Db {
    /// As [`transaction`], on this database, which is the default in the block.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.transaction().durable().run(async || orm::execute("CREATE TABLE t (a integer)", ()).await).await?;
    /// # Ok(()) }
    /// ```
    pub fn transaction(&self) -> Transaction {
        Transaction::default().using(self)
    }
}

impl Transaction {
    /// Runs it on this database instead of the default.
    ///
    /// ```
    /// # async fn example(archive: orm::Db) -> orm::Result<()> {
    /// orm::transaction().using(&archive).run(async || Ok(())).await
    /// # }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// Isolates it from others at least so much; without this, as the server does by itself, which is mostly
    /// [`Isolation::ReadCommitted`].
    ///
    /// ```
    /// # async fn example() -> orm::Result<()> {
    /// orm::transaction().isolation(orm::Isolation::RepeatableRead).run(async || Ok(())).await
    /// # }
    /// ```
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.terms.options.isolation = Some(isolation);
        self
    }

    /// Lets it only read. What would write or lock rows is [`Error::ReadOnly`], and where the library knows that without
    /// asking, nothing is sent. On a file of SQLite it runs beside the one that writes.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let refused = orm::transaction().read_only().run(async || Country::create().name("France").await).await;
    /// assert!(matches!(refused, Err(orm::Error::ReadOnly)));
    /// # Ok(()) }
    /// ```
    pub fn read_only(mut self) -> Self {
        self.terms.options.read_only = true;
        self
    }

    /// Lets PostgreSQL wait at its beginning until it can read without ever colliding with others: for long reports. It must
    /// be [`Isolation::Serializable`] and [`read_only`](Self::read_only) as well. On SQLite every transaction that only
    /// reads is like that, and none has to wait.
    ///
    /// ```
    /// # async fn example() -> orm::Result<()> {
    /// orm::transaction().isolation(orm::Isolation::Serializable).read_only().deferrable().run(async || Ok(())).await
    /// # }
    /// ```
    pub fn deferrable(mut self) -> Self {
        self.terms.options.deferrable = true;
        self
    }

    /// Rolls it back where it takes longer than this, with [`Error::TransactionTimeout`]: from now on until its commit,
    /// waiting for a connection, all runs of [`retry`](Self::retry) and the pauses between them included. A commit that has
    /// begun is not broken off, because nobody could tell what became of it.
    ///
    /// A transaction that was begun by hand is rolled back at that time even where nobody uses it.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let slow = orm::transaction().timeout(Duration::from_millis(20)).run(async || {
    ///     tokio::time::sleep(Duration::from_secs(60)).await;
    ///     Ok(())
    /// });
    /// assert!(matches!(slow.await, Err(orm::Error::TransactionTimeout { .. })));
    /// # Ok(()) }
    /// ```
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Makes sure that what it has committed is lasting: inside of another transaction, whose rollback would undo it, it is
    /// [`Error::NotOutermost`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let inner = orm::atomic(async { orm::transaction().durable().run(async || Ok(())).await });
    /// assert!(matches!(inner.await, Err(orm::Error::NotOutermost { option: "durable" })));
    /// # Ok(()) }
    /// ```
    pub fn durable(mut self) -> Self {
        self.terms.durable = true;
        self
    }

    /// Runs the block again where doing so can help, up to so many times more: where it or its commit fails with an error of
    /// which [`is_retryable`](Error::is_retryable) is true, such as a serialization failure or a deadlock, and where the
    /// block has ended in another way after a statement of it failed like that. Before each time it waits a little, by
    /// chance and longer and longer, up to a second.
    ///
    /// Everything in the block happens again, also what is no query: let it only do what it may do twice, leave the rest to
    /// [`on_commit`](super::on_commit), which is forgotten with the run that it belongs to, and read rows inside of the
    /// block, because those that it has changed in memory stay changed. [`Error::CommitUnknown`] is never a reason to run it
    /// again. For [`begin`](Self::begin), where there is no block, it means nothing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let runs = std::cell::Cell::new(0);
    /// let done = orm::transaction().retry(3).run(async || {
    ///     runs.set(runs.get() + 1);
    ///     if runs.get() < 3 { Err(orm::Error::Deadlock) } else { Ok("done") }
    /// });
    /// assert_eq!(done.await?, "done");
    /// assert_eq!(runs.get(), 3);
    /// # Ok(()) }
    /// ```
    pub fn retry(mut self, times: u32) -> Self {
        self.terms.retries = times;
        self
    }

    /// Runs a block in it, as [`atomic`](super::atomic) does. The block is a closure, because it may run more than once. It
    /// borrows what it uses from outside and cannot change that: what it has found, it gives back.
    ///
    /// # Errors
    /// Those of the block and of [`atomic`](super::atomic); [`Error::NotOutermost`] and [`Error::Unsupported`], before
    /// anything is sent, for options that cannot be had; [`Error::TransactionTimeout`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let france = orm::transaction().durable().run(async || Country::create().name("France").await).await?;
    /// assert_eq!(Country::get(france.id).await?.name, "France");
    /// # Ok(()) }
    /// ```
    pub async fn run<T, F: Future<Output = Result<T>>>(self, block: impl FnMut() -> F) -> Result<T> {
        let terms = self.starting_now();
        rerun::run(&self.db()?, terms, block, Error::is_retryable).await
    }

    /// As [`run`](Self::run), for a block with an error type of its own, into which [`Error`] converts. It runs again where a
    /// statement of it has failed so that doing so can help, whatever it made of that failure.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// orm::transaction().retry(3).try_run(async || Err::<(), Box<dyn std::error::Error>>("not today".into())).await
    /// # }
    /// ```
    pub async fn try_run<T, E, F>(self, block: impl FnMut() -> F) -> Result<T, E>
    where
        E: From<Error>,
        F: Future<Output = Result<T, E>>,
    {
        let terms = self.starting_now();
        rerun::run(&self.db()?, terms, block, |_| false).await
    }

    /// Begins it, to be ended by [`Tx::commit`] or [`Tx::rollback`].
    ///
    /// # Errors
    /// As [`Db::begin`]; [`Error::NotOutermost`] and [`Error::Unsupported`], before anything is sent, for options that cannot
    /// be had; [`Error::TransactionTimeout`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let tx = orm::transaction().isolation(orm::Isolation::RepeatableRead).begin().await?;
    /// tx.commit().await?;
    /// # Ok(()) }
    /// ```
    pub async fn begin(self) -> Result<Tx> {
        let terms = Terms { retries: 0, ..self.starting_now() };
        self.db()?.begin_as(terms).await
    }

    fn db(&self) -> Result<Db> {
        self.db.clone().map_or_else(default_db, Ok)
    }

    fn starting_now(&self) -> Terms {
        Terms { deadline: self.timeout.and_then(Deadline::after), ..self.terms }
    }
}
