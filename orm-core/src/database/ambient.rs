//! Which database a query goes to when it names none: the task's scope, then the program's default.

use std::future::Future;
use std::sync::{PoisonError, RwLock};

use super::Db;
use crate::error::{Error, Result};

static DEFAULT: RwLock<Option<Db>> = RwLock::new(None);

tokio::task_local! {
    static SCOPE: Db;
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
    if let Ok(db) = SCOPE.try_with(Db::clone) {
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
/// The scope is the task's: a future given to `tokio::spawn` inside it leaves it.
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
/// # Ok(()) }
/// ```
pub async fn scope<F: Future>(db: &Db, future: F) -> F::Output {
    SCOPE.scope(db.clone(), future).await
}
