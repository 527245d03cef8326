use crate::error::Error;
use crate::value::{ReadError, SqlType};

/// What a backend reports when a statement fails: positions and names of the database, which the core turns
/// into models and fields.
///
/// ```
/// use orm::database::Failure;
///
/// let failure: Failure = orm::Error::Deadlock.into();
/// assert!(matches!(failure, Failure::Error(orm::Error::Deadlock)));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// A constraint refused the statement.
    Constraint(ConstraintFailure),
    /// A cell of a row could not be read.
    Read {
        /// The column's place in the row.
        column: usize,
        /// What is wrong with it.
        error: ReadError,
    },
    /// The statement does not give the columns that the program reads; it was not run.
    Columns {
        /// What is wrong, for [`Error::MissingColumn`].
        message: String,
    },
    /// The statement gives a column of another type than the program reads.
    ColumnType {
        /// The column's place in the row.
        column: usize,
        /// The type that the program reads.
        expected: SqlType,
        /// The name of the type that the database gives.
        found: String,
    },
    /// A parameter that this database cannot hold; nothing was sent.
    Parameter {
        /// The parameter's index, from 0.
        index: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Anything that needs no translation.
    Error(Error),
}

/// A constraint that refused a statement, in the database's own names.
///
/// ```
/// use orm::database::{ConstraintFailure, ConstraintKind, Failure};
///
/// let failure = Failure::Constraint(ConstraintFailure {
///     kind: ConstraintKind::Unique,
///     code: "23505".to_owned(),
///     table: Some("users".to_owned()),
///     columns: vec!["name".to_owned()],
///     constraint: None,
/// });
/// ```
#[derive(Debug)]
pub struct ConstraintFailure {
    /// Which kind of constraint.
    pub kind: ConstraintKind,
    /// The database's own code.
    pub code: String,
    /// The table, where the database said.
    pub table: Option<String>,
    /// The columns, where the database said.
    pub columns: Vec<String>,
    /// The constraint's name, where the database said.
    pub constraint: Option<String>,
}

/// The kinds of constraint.
///
/// ```
/// use orm::database::ConstraintKind;
///
/// assert_ne!(ConstraintKind::Unique, ConstraintKind::Check);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConstraintKind {
    /// UNIQUE or PRIMARY KEY.
    Unique,
    /// FOREIGN KEY.
    ForeignKey,
    /// NOT NULL.
    NotNull,
    /// CHECK.
    Check,
    /// EXCLUDE.
    Exclusion,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}
