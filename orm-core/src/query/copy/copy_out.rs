use std::fmt;
use std::future::IntoFuture;

use super::CopyProgress;
use super::output::Output;
use super::progress::Progress;
use crate::database::BoxFuture;
use crate::error::Result;

/// Copies the rows of a query out as text, made by [`copy_out_csv`](crate::QuerySet::copy_out_csv) and the like.
///
/// Awaited, it gives how many rows there were. The writer is flushed at the end, and stays open. What was written before an
/// error stays written.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// # Country::create().name("France").await?;
/// let mut csv = Vec::new();
/// let copied = Country::all()
///     .copy_out_csv(&mut csv)
///     .on_progress(|progress| println!("{} bytes", progress.bytes))
///     .await?;
/// assert_eq!((copied.rows, csv), (1, b"id,name\n1,France\n".to_vec()));
/// # Ok(()) }
/// ```
#[must_use = "nothing is copied until it is awaited"]
pub struct CopyOut<'a> {
    rows: Box<dyn Texts + 'a>,
    output: Output<'a>,
    progress: Progress<'a>,
}

/// Text, and how many rows it is.
pub(super) type Text = (Vec<u8>, u64);

/// Rows as text, a part of them at a time.
pub(super) trait Texts: Send {
    /// The next rows, and how many they are; `None` after the last. What comes before the first of them is no row.
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Text>>>;

    /// Gives this many rows at a time.
    fn set_rows_a_fetch(&mut self, rows: u32);
}

impl<'a> CopyOut<'a> {
    pub(super) fn new(rows: impl Texts + 'a, output: Output<'a>) -> Self {
        Self { rows: Box::new(rows), output, progress: Progress::begun() }
    }

    /// Fetches this many rows at a time instead of 1,000, and hands them to the writer; at least 1. It is for large rows:
    /// so many of them are in memory at once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Picture { id: i64, content: Vec<u8> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Picture]).await?;
    /// Picture::all().copy_out_csv(tokio::io::sink()).rows_a_fetch(10).await?;
    /// # Ok(()) }
    /// ```
    pub fn rows_a_fetch(mut self, rows: u32) -> Self {
        self.rows.set_rows_a_fetch(rows);
        self
    }

    /// Tells this how far the copy is: after each thousand rows that the writer has taken, or as many as are fetched at a time.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// # Country::create().name("France").await?;
    /// let (mut csv, mut bytes) = (Vec::new(), 0);
    /// Country::all().copy_out_csv(&mut csv).on_progress(|progress| bytes = progress.bytes).await?;
    /// assert_eq!(bytes, 17);
    /// # Ok(()) }
    /// ```
    pub fn on_progress(mut self, report: impl FnMut(&CopyProgress) + Send + 'a) -> Self {
        self.progress.report_to(report);
        self
    }
}

impl<'a> IntoFuture for CopyOut<'a> {
    type Output = Result<CopyProgress>;
    type IntoFuture = BoxFuture<'a, Result<CopyProgress>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { mut rows, mut output, mut progress } = self;
            progress.begin();
            while let Some((text, count)) = rows.next().await? {
                output.write(&text).await?;
                progress.advance(count, output.written());
            }
            output.flush().await?;
            Ok(progress.now())
        })
    }
}

impl fmt::Debug for CopyOut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyOut").field("progress", &self.progress).finish_non_exhaustive()
    }
}
