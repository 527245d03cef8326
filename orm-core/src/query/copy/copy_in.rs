use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use super::CopyProgress;
use super::both::both;
use super::exchange::send;
use super::gather::Gatherer;
use super::progress::Progress;
use super::source::Source;
use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;
use crate::model::Model;

/// Copies rows into a model's table, made by [`copy_in`](super::CopyRecord::copy_in) and the like.
///
/// Awaited, it gives how many rows there were. All of them are kept or none: also where it is dropped half-way.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let names = (0..10_000).map(|number| Country::create().name(format!("country {number}")));
/// let copied = Country::copy_in_iter(names)
///     .on_progress(|progress| println!("{} rows", progress.rows))
///     .await?;
/// assert_eq!(copied.rows, 10_000);
/// # Ok(()) }
/// ```
#[must_use = "nothing is copied until it is awaited"]
pub struct CopyIn<'a, M: Model> {
    source: Pin<Box<dyn Source<M::New> + 'a>>,
    db: Option<Db>,
    progress: Progress<'a>,
}

impl<'a, M: Model> CopyIn<'a, M> {
    pub(super) fn new(source: impl Source<M::New> + 'a) -> Self {
        Self { source: Box::pin(source), db: None, progress: Progress::begun() }
    }

    /// Copies them into this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # async fn example(archive: orm::Db) -> orm::Result<()> {
    /// Country::copy_in_iter([Country::create().name("France")]).using(&archive).await?;
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// Takes records of CSV and lines of JSON of up to this many bytes, instead of 64 MiB. A larger one is
    /// [`Error::InvalidInput`](crate::Error::InvalidInput) with its line, before all of it is in memory: mostly a quote is not closed.
    /// Of rows of the program it says nothing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let csv = "name\nFrance\n\"Germany\nItaly\nSpain\n";
    /// let error = Country::copy_in_csv(csv.as_bytes()).bytes_a_record(10).await.unwrap_err();
    /// assert!(error.to_string().starts_with("line 3 of the input: it has more than 10 bytes, within quotes"));
    /// # Ok(()) }
    /// ```
    pub fn bytes_a_record(mut self, bytes: usize) -> Self {
        self.source.as_mut().set_bytes_a_record(bytes);
        self
    }

    /// Tells this how far the copy is: after each few thousand rows that the database has taken, the last time when all
    /// are there, but not yet committed.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let mut seen = 0;
    /// let countries = ["France", "Germany"].map(|name| Country::create().name(name));
    /// Country::copy_in_iter(countries).on_progress(|progress| seen = progress.rows).await?;
    /// assert_eq!(seen, 2);
    /// # Ok(()) }
    /// ```
    pub fn on_progress(mut self, report: impl FnMut(&CopyProgress) + Send + 'a) -> Self {
        self.progress.report_to(report);
        self
    }
}

impl<'a, M: Model> IntoFuture for CopyIn<'a, M> {
    type Output = Result<CopyProgress>;
    type IntoFuture = BoxFuture<'a, Result<CopyProgress>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let db = self.db.map_or_else(default_db, Ok)?;
            let mut progress = self.progress;
            progress.begin();
            db.as_one(copy::<M>(&db, Gatherer::new(self.source), &mut progress)).await?;
            Ok(progress.now())
        })
    }
}

/// Sends batch after batch, and gathers the next one meanwhile.
async fn copy<M: Model>(db: &Db, mut gatherer: Gatherer<'_, M::New>, progress: &mut Progress<'_>) -> Result<()> {
    let mut next = gatherer.next(db).await?;
    while let Some((batch, bytes)) = next {
        let sending = async {
            let mut rows = 0;
            for shape in batch.shapes {
                rows += send(db, shape).await?;
            }
            Ok(rows)
        };
        let (rows, gathered) = both(sending, gatherer.next(db)).await?;
        progress.advance(rows, bytes);
        next = gathered?;
    }
    Ok(())
}

impl<M: Model> fmt::Debug for CopyIn<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CopyIn").field("model", &M::TABLE.model).finish_non_exhaustive()
    }
}
