use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec;

use futures_core::Stream;

use super::QuerySet;
use super::chunks::Chunks;
use super::cursor::{Cursor, ROWS_A_FETCH, fetchable};
use super::lock::permitted;
use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;
use crate::model::Model;
use crate::sql::{Columns, Compiled};

/// The rows of a query one after the other, of which only some are in memory; made by [`QuerySet::stream`].
///
/// It is also a [`Stream`]. Nothing happens before the first row is asked for.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// Country::bulk_create(["France", "Germany"].map(|name| Country::create().name(name))).await?;
/// let mut countries = Country::all().stream();
/// while let Some(country) = countries.try_next().await? {
///     println!("{}", country.name);
/// }
/// # Ok(()) }
/// ```
#[must_use = "nothing is read until a row is asked for"]
pub struct RowStream<T> {
    state: State<T>,
    /// Rows that are there already.
    rows: vec::IntoIter<T>,
    chunks: Arc<dyn Chunks<T>>,
    rows_a_fetch: u32,
}

enum State<T> {
    /// Nothing was asked for yet.
    New(Box<Query>),
    /// Some rows are on their way.
    Fetching(Fetching<T>),
    /// There may be more.
    Open(Cursor),
    Ended,
}

/// The next rows, and the cursor unless they are the last.
type Fetching<T> = BoxFuture<'static, Result<(Option<Cursor>, Vec<T>)>>;

/// What writes the statement, once the database is known.
type Compile = Box<dyn FnOnce(&Db) -> Result<Compiled> + Send>;

struct Query {
    db: Option<Db>,
    compile: Compile,
    columns: Columns,
}

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// The rows one after the other, without having all of them in memory.
    ///
    /// It sees the rows as they were when the first one was asked for; what is written meanwhile changes nothing about it.
    /// Other queries can run between two rows, also inside a transaction, where it uses the transaction's connection.
    /// Outside one it has a connection of its own on PostgreSQL until it ends or is dropped.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, #[orm(default = 0)] visits: i32 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
    /// orm::atomic(async {
    ///     let mut users = User::all().order_by(|u| u.id).stream();
    ///     while let Some(mut user) = users.try_next().await? {
    ///         user.update(|u| u.visits.set(u.visits + 1)).await?;
    ///     }
    ///     Ok(())
    /// })
    /// .await?;
    /// # Ok(()) }
    /// ```
    pub fn stream(self) -> RowStream<T> {
        let (db, is_empty, chunks) = (self.db.clone(), self.select.is_empty(), Arc::new(self.clone()));
        let (select, columns, _) = self.into_gathered();
        let mut stream = RowStream::new(db, columns, chunks, |db| {
            permitted::<M>(&select, db)?;
            select.compile(db.dialect())
        });
        if is_empty {
            stream.state = State::Ended;
        }
        stream
    }
}

impl<T> RowStream<T> {
    pub(super) fn new(
        db: Option<Db>,
        columns: Columns,
        chunks: Arc<dyn Chunks<T>>,
        compile: impl FnOnce(&Db) -> Result<Compiled> + Send + 'static,
    ) -> Self {
        let query = Query { db, compile: Box::new(compile), columns };
        let (state, rows) = (State::New(Box::new(query)), Vec::new().into_iter());
        Self { state, rows, chunks, rows_a_fetch: ROWS_A_FETCH }
    }

    /// Fetches this many rows at a time instead of 1,000; at least 1. Fewer where rows are large.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// let countries = Country::all().stream().rows_a_fetch(100);
    /// ```
    pub fn rows_a_fetch(mut self, rows: u32) -> Self {
        self.set_rows_a_fetch(rows);
        self
    }

    /// So many of the rows that are there already, or all of them.
    pub(super) fn at_hand(&mut self, most: usize) -> impl Iterator<Item = T> {
        self.rows.by_ref().take(most)
    }

    pub(super) fn set_rows_a_fetch(&mut self, rows: u32) {
        self.rows_a_fetch = fetchable(rows);
    }
}

impl<T: Send + 'static> RowStream<T> {
    /// The next row, or `None` after the last.
    ///
    /// # Errors
    /// As awaiting the query. After an error the stream has ended.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// assert!(Country::all().stream().try_next().await?.is_none());
    /// # Ok(()) }
    /// ```
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// What is to be awaited for more rows; `None` where there are none.
    fn more(&mut self) -> Option<Fetching<T>> {
        let (rows, chunks) = (self.rows_a_fetch, Arc::clone(&self.chunks));
        match std::mem::replace(&mut self.state, State::Ended) {
            State::New(query) => Some(Box::pin(async move { fetch(query.open().await?, rows, chunks).await })),
            State::Open(cursor) => Some(Box::pin(fetch(cursor, rows, chunks))),
            State::Fetching(fetching) => Some(fetching),
            State::Ended => None,
        }
    }
}

impl Query {
    async fn open(self) -> Result<Cursor> {
        let db = self.db.map_or_else(default_db, Ok)?;
        Cursor::open(&db, (self.compile)(&db)?, self.columns).await
    }
}

async fn fetch<T: Send + 'static>(
    mut cursor: Cursor,
    rows: u32,
    chunks: Arc<dyn Chunks<T>>,
) -> Result<(Option<Cursor>, Vec<T>)> {
    let fetched = chunks.fetch(&mut cursor, rows).await?;
    Ok((cursor.unless_last(rows, fetched.len()).await?, fetched))
}

// Nothing in it is pinned in place.
impl<T> Unpin for RowStream<T> {}

impl<T: Send + 'static> Stream for RowStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            let Some(mut fetching) = self.more() else { return Poll::Ready(None) };
            match fetching.as_mut().poll(context) {
                Poll::Pending => {
                    self.state = State::Fetching(fetching);
                    return Poll::Pending;
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Ok((cursor, rows))) => {
                    self.state = cursor.map_or(State::Ended, State::Open);
                    self.rows = rows.into_iter();
                }
            }
        }
    }
}

impl<T> fmt::Debug for RowStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("rows_a_fetch", &self.rows_a_fetch).finish_non_exhaustive()
    }
}
