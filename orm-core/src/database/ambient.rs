//! Which database a query goes to when it names none: the task's scope, then the program's default.

use std::future::Future;
use std::iter;
use std::sync::{Arc, PoisonError, RwLock};

use super::transaction::Block;
use super::{BoxFuture, Db};
use crate::error::{Error, Result};

static DEFAULT: RwLock<Option<Db>> = RwLock::new(None);

tokio::task_local! {
    static SCOPE: Arc<Frame>;
}

/// A scope of the task. It knows those around it, because a query that names a database is part of the transaction that is
/// open on it, be it not the innermost.
struct Frame {
    db: Db,
    outer: Option<Arc<Frame>>,
}

impl Frame {
    /// This frame and those around it.
    fn chain(self: &Arc<Self>) -> impl Iterator<Item = &Arc<Self>> {
        iter::successors(Some(self), |frame| frame.outer.as_ref())
    }
}

/// The database that a query here and now would use.
///
/// # Errors
/// [`Error::NotConnected`] where there is none.
///
/// ```
/// assert!(matches!(orm::default_db(), Err(orm::Error::NotConnected)));
/// ```
pub fn default_db() -> Result<Db> {
    if let Ok(db) = SCOPE.try_with(|frame| frame.db.clone()) {
        return Ok(db);
    }
    DEFAULT.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(Error::NotConnected)
}

/// Makes this the program's default database, in place of any before it.
pub(super) fn set_default(db: Db) {
    *DEFAULT.write().unwrap_or_else(PoisonError::into_inner) = Some(db);
}

/// Runs a future whose queries use this database unless they name another.
///
/// The scope is the task's: a future given to `tokio::spawn` inside it leaves it. Such a future is put into a scope of its
/// own, which also takes a transaction along to it.
///
/// ```standalone_crate
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::Db::builder().connect("sqlite::memory:").await?;
/// let countries = orm::scope(&db, async {
///     orm::create_tables().await?;
///     Country::create().name("France").await?;
///     Country::all().count().await
/// }).await?;
/// assert_eq!(countries, 1);
///
/// let elsewhere = tokio::spawn(orm::scope(&db, async { Country::all().count().await }));
/// assert_eq!(elsewhere.await.unwrap()?, 1);
/// # Ok(()) }
/// ```
pub fn scope<F: Future>(db: &Db, future: F) -> impl Future<Output = F::Output> + use<F> {
    let db = db.clone();
    async move {
        let db = db.resolved();
        let outer = SCOPE.try_with(Arc::clone).ok();
        SCOPE.scope(Arc::new(Frame { db, outer }), future).await
    }
}

/// The block of a transaction that a query on this handle is part of: the innermost one that the task is in, of those in
/// the handle's own transaction, or of those on its database.
pub(super) fn block_of(db: &Db) -> Option<Arc<Block>> {
    let of_task = SCOPE.try_with(|frame| frame.chain().find_map(|frame| inside(db, frame).cloned()));
    of_task.ok().flatten().or_else(|| db.block().cloned())
}

/// The frame's block, if a query on this handle belongs there.
fn inside<'a>(db: &Db, frame: &'a Frame) -> Option<&'a Arc<Block>> {
    let block = frame.db.block()?;
    let belongs = match db.block() {
        Some(own) => block.is_within(own),
        None => Arc::ptr_eq(db.backend(), frame.db.backend()),
    };
    belongs.then_some(block)
}

/// The future as it would run around this transaction.
pub(super) fn outside(
    transaction: &Block,
    future: impl Future<Output = ()> + Send + 'static,
) -> BoxFuture<'static, ()> {
    let is_inside = |frame: &&Arc<Frame>| frame.db.block().is_some_and(|block| block.is_within(transaction));
    let frame = SCOPE.try_with(|frame| match frame.chain().filter(is_inside).last() {
        Some(outermost) => outermost.outer.clone(),
        // Named by its handle, in scopes of which a transaction may end before it.
        None => frame.chain().find(|frame| frame.db.block().is_none()).cloned(),
    });
    match frame.ok().flatten() {
        Some(frame) => Box::pin(SCOPE.scope(frame, future)),
        None => Box::pin(future),
    }
}
