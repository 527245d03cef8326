use std::error::Error as StdError;
use std::fmt;

use super::SqlType;

/// Why a cell could not become a Rust value.
///
/// It does not say which column: who reads the row knows that and adds it.
///
/// ```
/// use orm::value::{ReadError, SqlType};
///
/// let error = ReadError::type_mismatch(SqlType::BigInt, "TEXT");
/// assert_eq!(error.to_string(), "expected bigint, found TEXT");
/// ```
#[derive(Debug)]
pub struct ReadError(Box<Problem>);

/// What reading a cell gives.
///
/// ```
/// use orm::value::{ReadError, ReadResult};
///
/// fn positive(value: i64) -> ReadResult<i64> {
///     if value > 0 { Ok(value) } else { Err(ReadError::invalid("not positive")) }
/// }
/// assert!(positive(0).is_err());
/// ```
pub type ReadResult<T> = Result<T, ReadError>;

#[derive(Debug)]
enum Problem {
    Null,
    Type { expected: SqlType, found: String },
    Invalid(Box<dyn StdError + Send + Sync>),
}

impl ReadError {
    /// NULL in a column whose field is not an `Option`.
    ///
    /// ```
    /// assert!(orm::value::ReadError::unexpected_null().to_string().contains("NULL"));
    /// ```
    #[cold]
    #[must_use]
    pub fn unexpected_null() -> Self {
        Self(Box::new(Problem::Null))
    }

    /// A cell of another type than the field reads.
    ///
    /// ```
    /// # use orm::value::{ReadError, SqlType};
    /// assert!(ReadError::type_mismatch(SqlType::Date, "INTEGER").to_string().contains("date"));
    /// ```
    #[cold]
    #[must_use]
    pub fn type_mismatch(expected: SqlType, found: impl Into<String>) -> Self {
        Self(Box::new(Problem::Type { expected, found: found.into() }))
    }

    /// A cell of the right type whose content the Rust type does not take.
    ///
    /// ```
    /// assert_eq!(orm::value::ReadError::invalid("not a colour").to_string(), "not a colour");
    /// ```
    #[cold]
    #[must_use]
    pub fn invalid(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(Box::new(Problem::Invalid(reason.into())))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Problem::Null => f.write_str("found NULL, and the field is not an Option"),
            Problem::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Problem::Invalid(reason) => reason.fmt(f),
        }
    }
}

impl StdError for ReadError {}
