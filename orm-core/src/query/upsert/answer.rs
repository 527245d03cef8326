use crate::error::Result;
use crate::query::read::broken_backend;

/// How many rows an upsert gives.
///
/// ```
/// use orm::query::{Answer, Many, Maybe, One};
///
/// assert_eq!(One::of(vec![1]).unwrap(), 1);
/// assert_eq!(Maybe::of::<i32>(vec![]).unwrap(), None);
/// assert_eq!(Many::of(vec![1, 2]).unwrap(), [1, 2]);
/// ```
pub trait Answer {
    /// That many of something.
    type Of<R>;

    /// The same where rows can be left out.
    type WithoutSome: Answer;

    /// The rows that the database gave.
    ///
    /// # Errors
    /// `Error::Database` for a backend that gave too few.
    ///
    /// ```
    /// use orm::query::{Answer, One};
    ///
    /// assert!(One::of::<i32>(vec![]).is_err());
    /// ```
    fn of<R>(rows: Vec<R>) -> Result<Self::Of<R>>;
}

/// One row.
///
/// ```
/// # use orm::query::{Answer, One};
/// assert_eq!(One::of(vec!["ann"]).unwrap(), "ann");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct One;

/// One row, or none.
///
/// ```
/// # use orm::query::{Answer, Maybe};
/// assert_eq!(Maybe::of(vec!["ann"]).unwrap(), Some("ann"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Maybe;

/// Any number of rows.
///
/// ```
/// # use orm::query::{Answer, Many};
/// assert_eq!(Many::of(vec!["ann"]).unwrap(), ["ann"]);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Many;

impl Answer for One {
    type Of<R> = R;
    type WithoutSome = Maybe;

    fn of<R>(mut rows: Vec<R>) -> Result<R> {
        rows.pop().ok_or_else(|| broken_backend("it did not give back the row that was written"))
    }
}

impl Answer for Maybe {
    type Of<R> = Option<R>;
    type WithoutSome = Self;

    fn of<R>(mut rows: Vec<R>) -> Result<Option<R>> {
        Ok(rows.pop())
    }
}

impl Answer for Many {
    type Of<R> = Vec<R>;
    type WithoutSome = Self;

    fn of<R>(rows: Vec<R>) -> Result<Vec<R>> {
        Ok(rows)
    }
}
