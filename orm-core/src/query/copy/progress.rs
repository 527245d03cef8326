use std::fmt;
use std::time::{Duration, Instant};

/// How far a copy is, or when it has ended, what it did.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let copied = Country::copy_in_iter(["France", "Germany"].map(|name| Country::create().name(name))).await?;
/// assert_eq!(copied.rows, 2);
/// println!("{} rows, {:.0} a second", copied.rows, copied.rows_a_second());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CopyProgress {
    /// How many rows the database has taken, or the writer.
    pub rows: u64,
    /// How many bytes they were: of CSV and JSON lines, those of the text; of other rows, about those of their values.
    pub bytes: u64,
    /// The time since the copy began.
    pub elapsed: Duration,
}

impl CopyProgress {
    /// How many rows a second there were on average; 0 at the very beginning.
    ///
    /// ```
    /// fn message(progress: &orm::query::CopyProgress) -> String {
    ///     format!("{} rows, {:.0} a second", progress.rows, progress.rows_a_second())
    /// }
    /// ```
    #[must_use]
    pub fn rows_a_second(&self) -> f64 {
        a_second(self.rows, self.elapsed)
    }

    /// How many bytes a second there were on average; 0 at the very beginning.
    ///
    /// ```
    /// fn message(progress: &orm::query::CopyProgress) -> String {
    ///     format!("{:.1} MB/s", progress.bytes_a_second() / 1e6)
    /// }
    /// ```
    #[must_use]
    pub fn bytes_a_second(&self) -> f64 {
        a_second(self.bytes, self.elapsed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits than a float has")]
fn a_second(count: u64, elapsed: Duration) -> f64 {
    let seconds = elapsed.as_secs_f64();
    if seconds > 0.0 { count as f64 / seconds } else { 0.0 }
}

/// What is to be told how far a copy is.
type Report<'a> = Box<dyn FnMut(&CopyProgress) + Send + 'a>;

/// Counts what was copied, and tells it.
pub(super) struct Progress<'a> {
    rows: u64,
    bytes: u64,
    started: Instant,
    report: Option<Report<'a>>,
}

impl<'a> Progress<'a> {
    pub(super) fn begun() -> Self {
        Self { rows: 0, bytes: 0, started: Instant::now(), report: None }
    }

    pub(super) fn report_to(&mut self, report: impl FnMut(&CopyProgress) + Send + 'a) {
        self.report = Some(Box::new(report));
    }

    /// From here on the time counts.
    pub(super) fn begin(&mut self) {
        self.started = Instant::now();
    }

    /// So many rows more, and so many bytes in all.
    pub(super) fn advance(&mut self, rows: u64, bytes: u64) {
        self.rows += rows;
        self.bytes = bytes;
        let now = self.now();
        if let Some(report) = &mut self.report {
            report(&now);
        }
    }

    pub(super) fn now(&self) -> CopyProgress {
        CopyProgress { rows: self.rows, bytes: self.bytes, elapsed: self.started.elapsed() }
    }
}

impl fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.now().fmt(f)
    }
}
