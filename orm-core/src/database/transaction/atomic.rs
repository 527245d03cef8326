use std::future::Future;

use super::rerun::{self, Failed};
use super::terms::Terms;
use crate::database::{Db, default_db};
use crate::error::{Error, Result};

/// Runs a block of which everything is kept or nothing: every query awaited in it is part of one transaction on the default
/// database.
///
/// The transaction is committed where the block gives `Ok`, and rolled back where it gives `Err`, panics, or is dropped. A
/// block in a block is a savepoint: rolled back, it leaves what is around it as it was. Blocks that run side by side in one
/// transaction take turns.
///
/// A statement that failed leaves its block broken, on every database: nothing more can be done in it, and it is rolled back
/// also where it gives `Ok`, which then becomes [`Error::TransactionAborted`]. To go on after a failure, put what may fail
/// into a block of its own.
///
/// The block belongs to the task: a future given to `tokio::spawn` in it leaves it. To take the transaction along, give the
/// other task the handle that [`default_db`] gives in the block, and run it in [`scope`] or by `.using(&handle)`.
///
/// For other types of error see [`try_atomic`]; for isolation, limits of time and running again, [`transaction`](super::transaction).
///
/// # Errors
/// Those of the block, [`Error::TransactionAborted`], and as [`Db::begin`] and [`Tx::commit`](super::Tx::commit).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "accounts")] struct Account { id: i64, balance: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Account]).await?;
/// # let mut ann = Account::create().balance(100).await?;
/// # let mut bob = Account::create().balance(0).await?;
/// orm::atomic(async {
///     ann.update(|a| a.balance.set(a.balance - 30)).await?;
///     bob.update(|a| a.balance.set(a.balance + 30)).await?;
///     Ok(())
/// })
/// .await?;
/// assert_eq!((ann.balance, bob.balance), (70, 30));
/// # Ok(()) }
/// ```
pub async fn atomic<T>(block: impl Future<Output = Result<T>>) -> Result<T> {
    default_db()?.atomic(block).await
}

/// As [`atomic`], for a block with an error type of its own, into which [`Error`] converts.
///
/// It is apart from `atomic` because a block that ends in `Ok(..)` would otherwise have to say which error it means.
///
/// # Errors
/// As [`atomic`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "accounts")] struct Account { id: i64, balance: i64 }
/// #[derive(Debug)]
/// enum TransferError {
///     TooLittle,
///     Database(orm::Error),
/// }
///
/// impl From<orm::Error> for TransferError {
///     fn from(error: orm::Error) -> Self {
///         Self::Database(error)
///     }
/// }
///
/// async fn take(account: &mut Account, amount: i64) -> Result<(), TransferError> {
///     orm::try_atomic(async {
///         account.update(|a| a.balance.set(a.balance - amount)).await?;
///         if account.balance < 0 { Err(TransferError::TooLittle) } else { Ok(()) }
///     })
///     .await
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Account]).await?;
/// # let mut ann = Account::create().balance(10).await?;
/// assert!(matches!(take(&mut ann, 30).await, Err(TransferError::TooLittle)));
/// assert_eq!(Account::get(ann.id).await?.balance, 10);
/// # Ok(()) }
/// ```
pub async fn try_atomic<T, E: From<Error>>(block: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    default_db()?.try_atomic(block).await
}

impl Db {
    /// As [`atomic`], on this database, which is the default in the block.
    ///
    /// # Errors
    /// As [`atomic`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.create_tables_of(orm::models![Country]).await?;
    /// let france = archive.atomic(async { Country::create().name("France").await }).await?;
    /// # Ok(()) }
    /// ```
    pub async fn atomic<T>(&self, block: impl Future<Output = Result<T>>) -> Result<T> {
        self.try_atomic(block).await
    }

    /// One write of the program's that takes several statements. Where it has failed so that doing it again can help, the
    /// transaction around it knows of that, as of a single statement that has.
    pub(crate) async fn as_one<T>(&self, statements: impl Future<Output = Result<T>>) -> Result<T> {
        let done = self.atomic(statements).await;
        done.inspect_err(|error| {
            if error.is_retryable() {
                self.note_collision();
            }
        })
    }

    /// As [`try_atomic`], on this database, which is the default in the block.
    ///
    /// # Errors
    /// As [`atomic`].
    ///
    /// ```
    /// # async fn example(archive: orm::Db) -> Result<(), Box<dyn std::error::Error>> {
    /// archive.try_atomic(async { Err::<(), Box<dyn std::error::Error>>("not today".into()) }).await
    /// # }
    /// ```
    pub async fn try_atomic<T, E: From<Error>>(&self, block: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        rerun::once(self, Terms::default(), block).await.map_err(Failed::into_error)
    }
}
