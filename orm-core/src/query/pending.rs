use std::fmt;
use std::future::{Future, IntoFuture};

use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;

type Work<'a, T> = Box<dyn FnOnce(Option<Db>) -> BoxFuture<'a, Result<T>> + Send + 'a>;

/// Something to be done with one row; it happens when it is awaited.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # async fn example(archive: orm::Db) -> orm::Result<()> {
/// let france = Country::get(33).await?;
/// let archived = Country::get(33).using(&archive).await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing happens until it is awaited"]
pub struct Pending<'a, T> {
    work: Work<'a, T>,
    db: Option<Db>,
}

impl<'a, T> Pending<'a, T> {
    pub(super) fn new<F, R>(work: F) -> Self
    where
        F: FnOnce(Db) -> R + Send + 'a,
        R: Future<Output = Result<T>> + Send + 'a,
    {
        // The database is found when the work begins, which is when the scope around it counts.
        let work = move |db: Option<Db>| -> BoxFuture<'a, Result<T>> {
            Box::pin(async move { work(db.map_or_else(default_db, Ok)?).await })
        };
        Self { work: Box::new(work), db: None }
    }

    /// Does it on this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.create_tables_of(orm::models![User]).await?;
    /// assert!(User::get_or_none(1).using(&archive).await?.is_none());
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }
}

impl<T> fmt::Debug for Pending<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").finish_non_exhaustive()
    }
}

impl<'a, T: Send + 'a> IntoFuture for Pending<'a, T> {
    type Output = Result<T>;
    type IntoFuture = BoxFuture<'a, Result<T>>;

    fn into_future(self) -> Self::IntoFuture {
        (self.work)(self.db)
    }
}
