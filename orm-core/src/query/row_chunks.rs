use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::RowStream;
use crate::error::Result;

/// The rows of a query many at a time, of which only those are in memory; made by [`RowStream::chunks`].
///
/// It is also a [`Stream`]. Nothing happens before the first rows are asked for.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// Country::bulk_create(["France", "Germany", "Spain"].map(|name| Country::create().name(name))).await?;
/// let (mut chunks, mut sizes) = (Country::all().stream().chunks(2), Vec::new());
/// while let Some(countries) = chunks.try_next().await? {
///     sizes.push(countries.len());
/// }
/// assert_eq!(sizes, [2, 1]);
/// # Ok(()) }
/// ```
#[must_use = "nothing is read until rows are asked for"]
pub struct RowChunks<T> {
    rows: RowStream<T>,
    most: usize,
}

impl<T> RowStream<T> {
    /// The rows so many at a time, at least 1; the last time as many as are left. Each time they are fetched together, and what is
    /// loaded with them, too.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// let countries = Country::all().stream().chunks(500);
    /// ```
    pub fn chunks(self, rows: u32) -> RowChunks<T> {
        let rows = rows.max(1);
        RowChunks { rows: self.rows_a_fetch(rows), most: usize::try_from(rows).unwrap_or(usize::MAX) }
    }
}

impl<T: Send + 'static> RowChunks<T> {
    /// The next rows, of which there is at least one; `None` after the last.
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
    /// assert!(Country::all().stream().chunks(500).try_next().await?.is_none());
    /// # Ok(()) }
    /// ```
    pub async fn try_next(&mut self) -> Result<Option<Vec<T>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl<T: Send + 'static> Stream for RowChunks<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        // The first row of a chunk; the others came with it.
        let first = match ready!(Pin::new(&mut self.rows).poll_next(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(first)) => first,
        };
        let mut chunk = vec![first];
        let others = self.most - 1;
        chunk.extend(self.rows.at_hand(others));
        Poll::Ready(Some(Ok(chunk)))
    }
}

impl<T> fmt::Debug for RowChunks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowChunks").field("rows", &self.rows).finish()
    }
}
