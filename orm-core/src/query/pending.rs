use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;

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
    /// Nothing. Where a field of the row is asked for before there is one, the compiler names this as what there is: say `.await` first.
    /// Public for that alone, and no part of what programs are to use.
    // Not `doc(hidden)`: the compiler does not name fields that are.
    pub r#await: (),
    work: Pin<Box<dyn Work<T> + Send + 'a>>,
}

/// Work that can still be told on which database.
trait Work<T>: Future<Output = Result<T>> {
    fn set_db(self: Pin<&mut Self>, db: Db);
}

pin_project! {
    /// Work that begins when it is first polled. It is written by hand so that it is one allocation: an async block in which it
    /// is not known yet on which database would need a second one.
    struct Begun<F, R> {
        begin: Option<F>,
        db: Option<Db>,
        #[pin]
        running: Option<R>,
    }
}

impl<T, F, R> Future for Begun<F, R>
where
    F: FnOnce(Db) -> R,
    R: Future<Output = Result<T>>,
{
    type Output = Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if let Some(begin) = this.begin.take() {
            // The database is found when the work begins, which is when the scope around it counts.
            let db = this.db.take().map_or_else(default_db, Ok)?;
            this.running.set(Some(begin(db)));
        }
        match this.running.as_mut().as_pin_mut() {
            Some(running) => {
                let result = ready!(running.poll(context));
                this.running.set(None);
                Poll::Ready(result)
            }
            None => Poll::Pending,
        }
    }
}

impl<T, F, R> Work<T> for Begun<F, R>
where
    F: FnOnce(Db) -> R,
    R: Future<Output = Result<T>>,
{
    fn set_db(self: Pin<&mut Self>, db: Db) {
        *self.project().db = Some(db);
    }
}

impl<'a, T> Pending<'a, T> {
    pub(super) fn new<F, R>(work: F) -> Self
    where
        F: FnOnce(Db) -> R + Send + 'a,
        R: Future<Output = Result<T>> + Send + 'a,
    {
        Self { r#await: (), work: Box::pin(Begun { begin: Some(work), db: None, running: None }) }
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
        self.work.as_mut().set_db(db.clone());
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
        self.work
    }
}
