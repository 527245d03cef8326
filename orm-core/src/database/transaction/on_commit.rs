use std::future::Future;
use std::io;
use std::sync::Arc;

use super::Block;
use super::line::Line;
use crate::database::{BoxFuture, Db, Failure, ambient, default_db};
use crate::error::Error;

/// Something to be done after the commit.
pub(super) type Callback = BoxFuture<'static, ()>;

/// What is to be done after the commit of a block, until that has ended.
pub(super) enum Callbacks {
    /// It is open.
    Waiting(Vec<Callback>),
    /// It was committed, or became part of the block around it.
    Kept,
    /// It was rolled back.
    Undone,
}

impl Default for Callbacks {
    fn default() -> Self {
        Self::Waiting(Vec::new())
    }
}

/// Does this once the transaction around it is committed, and not at all where it is rolled back: such as telling others of
/// what was written.
///
/// Inside a savepoint it waits for the outermost commit, and is forgotten if the savepoint is rolled back. Several run one
/// after the other, in the order in which they were given, before `atomic` or `commit` returns; but on a task of their own,
/// so that they also run where nobody awaits that any more. Queries in it go to the database around the
/// transaction. A panic in one does not keep the others from running.
///
/// Outside a transaction it is started at once, as a task of its own.
///
/// # Panics
/// Outside a Tokio runtime and outside a transaction, as `tokio::spawn`.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// # use std::sync::atomic::{AtomicBool, Ordering};
/// static SENT: AtomicBool = AtomicBool::new(false);
/// orm::atomic(async {
///     orm::on_commit(async { SENT.store(true, Ordering::Relaxed) });
///     assert!(!SENT.load(Ordering::Relaxed));
///     Ok(())
/// })
/// .await?;
/// assert!(SENT.load(Ordering::Relaxed));
/// # Ok(()) }
/// ```
pub fn on_commit(work: impl Future<Output = ()> + Send + 'static) {
    match default_db() {
        Ok(db) => db.on_commit(work),
        // Without a database there is no transaction.
        Err(_) => drop(tokio::spawn(work)),
    }
}

impl Db {
    /// As [`on_commit`], in the transaction that this handle names.
    ///
    /// # Panics
    /// As [`on_commit`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?;
    /// let tx = orm::begin().await?;
    /// tx.on_commit(async { println!("committed") });
    /// tx.commit().await?;
    /// # Ok(()) }
    /// ```
    pub fn on_commit(&self, work: impl Future<Output = ()> + Send + 'static) {
        match ambient::block_of(self) {
            Some(block) => block.add_callback(ambient::outside(block.whole(), work)),
            None => drop(tokio::spawn(work)),
        }
    }
}

/// Commits, and then does what was to be done after it.
pub(super) async fn commit(line: Line, block: Arc<Block>) -> Result<(), Failure> {
    if !block.has_callbacks() {
        return finish(line, &block).await;
    }
    // On a task of its own, so that what is committed is also told where nobody awaits it any more.
    match tokio::spawn(async move { finish(line, &block).await }).await {
        Ok(committed) => committed,
        // The runtime is being shut down.
        Err(error) => Err(Error::CommitUnknown { source: Box::new(io::Error::other(error)) }.into()),
    }
}

async fn finish(line: Line, block: &Block) -> Result<(), Failure> {
    let _ended = Ended(block);
    let committed = line.commit().await;
    if committed.is_err() {
        block.end_callbacks(Callbacks::Undone);
        return committed;
    }
    for callback in block.end_callbacks(Callbacks::Kept) {
        // A panic was reported where it happened.
        let _ = tokio::spawn(callback).await;
    }
    Ok(())
}

/// Ends a block of which nobody awaits the commit any more. What came of it, nobody knows: callbacks that come later are not for it.
struct Ended<'a>(&'a Block);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        if !self.0.has_ended() {
            self.0.end_callbacks(Callbacks::Undone);
        }
    }
}
