use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::Block;
use super::collision::Collision;
use super::terms::Terms;
use crate::database::{Db, ambient, default_db, translate};
use crate::error::Result;

use tokio::time::timeout_at;

/// An open transaction, or a savepoint in one, that ends when the program says so: by [`commit`](Self::commit) or
/// [`rollback`](Self::rollback). Dropped before that, it is rolled back.
///
/// It is a database handle: whatever takes a [`Db`] takes it, such as `.using(&tx)`, [`scope`](crate::database::scope), and
/// [`begin`](Db::begin) for a savepoint in it. A clone of that handle (`Db::clone(&tx)`) can go to another task; once the
/// transaction has ended, its queries are [`Error::TransactionEnded`](crate::Error::TransactionEnded).
///
/// While a nested transaction is open, queries on the outer one wait for it to end; for as long as a query waits for a
/// free connection, then they are [`Error::TransactionBusy`](crate::Error::TransactionBusy).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let tx = orm::begin().await?;
/// Country::create().name("France").using(&tx).await?;
/// tx.commit().await?;
///
/// let tx = orm::begin().await?;
/// Country::all().using(&tx).delete().everything().await?;
/// drop(tx);
/// assert_eq!(Country::all().count().await?, 1);
/// # Ok(()) }
/// ```
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Tx {
    db: Db,
    block: Arc<Block>,
}

/// Begins a transaction on the default database; inside a transaction, a savepoint in it.
///
/// # Errors
/// [`Error::NotConnected`](crate::Error::NotConnected), and as [`Db::begin`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let tx = orm::begin().await?;
/// tx.rollback().await?;
/// # Ok(()) }
/// ```
pub async fn begin() -> Result<Tx> {
    default_db()?.begin().await
}

impl Db {
    /// Begins a transaction that ends by [`Tx::commit`] or [`Tx::rollback`]; inside a transaction, a savepoint in it.
    ///
    /// Queries are not part of it by themselves: they name it by `.using(&tx)`, or run in [`scope`](crate::database::scope).
    /// [`atomic`](Self::atomic) is the easier way.
    ///
    /// PostgreSQL hears of it with its first statement, and of one without statements not at all. So a connection that was
    /// lost while nobody used it is told by that statement.
    ///
    /// # Errors
    /// [`Error::PoolTimeout`](crate::Error::PoolTimeout) and [`Error::Connection`](crate::Error::Connection) where no
    /// connection is to be had.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # let db = orm::connect("sqlite::memory:").await?;
    /// # db.create_tables_of(orm::models![Country]).await?;
    /// let tx = db.begin().await?;
    /// let france = Country::create().name("France").using(&tx).await?;
    /// let inner = tx.begin().await?;
    /// Country::all().using(&inner).delete().everything().await?;
    /// inner.rollback().await?;
    /// tx.commit().await?;
    /// assert_eq!(Country::get(france.id).await?.name, "France");
    /// # Ok(()) }
    /// ```
    pub async fn begin(&self) -> Result<Tx> {
        self.begin_as(Terms::default()).await
    }

    /// Begins a transaction that a test runs in, and that what is inside does not notice.
    pub(crate) async fn begin_for_test(&self) -> Result<Tx> {
        self.begin_as(Terms::standing_in()).await
    }

    /// Begins a transaction or a savepoint on these terms.
    pub(super) async fn begin_as(&self, terms: Terms) -> Result<Tx> {
        terms.check()?;
        let outer = ambient::block_of(self);
        let terms = outer.as_ref().map_or(Ok(terms), |outer| terms.inside(outer))?;
        let opening = async {
            match outer {
                Some(outer) => outer.nest(terms).await,
                None => Block::open(Arc::clone(self.backend()), terms).await,
            }
        };
        let block = match terms.deadline {
            None => opening.await,
            Some(deadline) if deadline.is_over() => return Err(deadline.error()),
            // On the heap, so that it costs no room where there is no limit.
            Some(deadline) => match timeout_at(deadline.at, Box::pin(opening)).await {
                Ok(block) => block,
                Err(_) => return Err(deadline.error()),
            },
        };
        let block = block.map_err(translate::plain)?;
        Ok(Tx { db: self.inside(Arc::clone(&block)), block })
    }
}

impl Tx {
    /// Makes everything lasting that was done in the transaction; of a savepoint, makes it part of the transaction around it.
    ///
    /// # Errors
    /// [`Error::TransactionAborted`](crate::Error::TransactionAborted) where a statement of it had failed, also where the
    /// program has not looked at that failure: then everything is rolled back.
    /// [`Error::CommitUnknown`](crate::Error::CommitUnknown) where the connection was lost before the answer came.
    /// Whatever the database reports only now, such as a serialization failure.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// orm::begin().await?.commit().await?;
    /// # Ok(()) }
    /// ```
    pub async fn commit(self) -> Result<()> {
        self.block.commit().await.map_err(translate::plain)
    }

    /// Undoes everything that was done in the transaction, or since the savepoint.
    ///
    /// # Errors
    /// [`Error::Connection`](crate::Error::Connection) where the connection is lost, and with it the transaction.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// orm::begin().await?.rollback().await?;
    /// # Ok(()) }
    /// ```
    pub async fn rollback(self) -> Result<()> {
        self.block.rollback().await.map_err(translate::plain)
    }
}

impl Tx {
    /// Whether a statement of it collides with another transaction.
    pub(super) fn collision(&self) -> Arc<Collision> {
        Arc::clone(self.block.collision())
    }
}

impl Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        // After commit and rollback nothing is left to do.
        self.block.abandon();
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tx").field("db", &self.db).finish_non_exhaustive()
    }
}
