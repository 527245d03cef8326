//! The one error type of the library.

mod display;
mod invalid;
mod lookup;
mod name;
mod nearest;
mod not_loaded;
mod protected;

use std::error::Error as StdError;
use std::time::Duration;

use crate::value::SqlType;

pub use invalid::{Invalid, InvalidField, InvalidFields};
pub use lookup::{InvalidLookup, LookupProblem};
pub(crate) use lookup::{shortened, shortened_within};
pub(crate) use nearest::nearest;
pub use not_loaded::NotLoaded;
pub use protected::ProtectedBy;

/// What a query gives: a value, or an [`Error`].
///
/// ```
/// async fn greeting(name: &str) -> orm::Result<String> {
///     Ok(format!("hello {name}"))
/// }
/// ```
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that can go wrong, typed so that a program can decide by it.
///
/// ```
/// use orm::Error;
///
/// fn status(error: &Error) -> u16 {
///     match error {
///         Error::DoesNotExist { .. } => 404,
///         Error::UniqueViolation { .. } => 409,
///         Error::Validation { .. } => 422,
///         error if error.is_retryable() => 503,
///         _ => 500,
///     }
/// }
/// assert_eq!(status(&Error::DoesNotExist { model: "User" }), 404);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A row was asked for, and there is none.
    DoesNotExist {
        /// The model's name.
        model: &'static str,
    },
    /// One row was asked for, and there are several.
    MultipleObjectsReturned {
        /// The model's name.
        model: &'static str,
    },
    /// A row with these values is there already.
    UniqueViolation {
        /// The model's name, or the table's where no model is known for it.
        model: String,
        /// The fields that must be unique together; empty where the database did not say. Of a row that is created with another one, each with
        /// the way to it, such as `orders[2].name`: here and in the other violations.
        fields: Vec<String>,
        /// The constraint's name; `None` where the database did not say.
        constraint: Option<String>,
    },
    /// A foreign key points at a row that is not there, or a row is deleted that others point at.
    ForeignKeyViolation {
        /// The model's name, or the table's where no model is known for it.
        model: String,
        /// The foreign key's field; empty where the database did not say.
        fields: Vec<String>,
        /// The constraint's name; `None` where the database did not say.
        constraint: Option<String>,
    },
    /// A row was written by someone else since it was read: its `version` is another one. [`is_retryable`](Self::is_retryable): read it
    /// again, and do what was to be done.
    StaleObject {
        /// The model's name.
        model: &'static str,
    },
    /// A delete that leaves no row out, which was not said to be meant.
    WholeTable {
        /// The model's name.
        model: &'static str,
    },
    /// A row is to be deleted that others point at, whose foreign keys refuse that.
    Protected {
        /// The model of what was to be deleted.
        model: &'static str,
        /// What points at it, for each foreign key that refuses.
        by: Vec<ProtectedBy>,
    },
    /// A relation was read that is not loaded; nothing was sent.
    NotLoaded {
        /// The model that has the relation, or where that is not known, the one that it leads to.
        model: &'static str,
        /// The relation's field; empty where it is not known.
        relation: &'static str,
        /// Why there is nothing.
        reason: NotLoaded,
    },
    /// NULL was written into a column that is NOT NULL.
    NotNullViolation {
        /// The model's name, or the table's where no model is known for it.
        model: String,
        /// The field.
        fields: Vec<String>,
    },
    /// A row does not satisfy a CHECK constraint.
    CheckViolation {
        /// The model's name, or the table's where no model is known for it.
        model: String,
        /// The fields that the check compares; empty where no model says them.
        fields: Vec<String>,
        /// The constraint's name; `None` where the database did not say.
        constraint: Option<String>,
    },
    /// A row excludes another one that is there already, as PostgreSQL's EXCLUDE constraints say.
    ExclusionViolation {
        /// The model's name, or the table's where no model is known for it.
        model: String,
        /// The fields that the constraint compares; empty where the database did not say.
        fields: Vec<String>,
        /// The constraint's name; `None` where the database did not say.
        constraint: Option<String>,
    },
    /// Values that the rules of their model refuse, such as `max_length`, all of them at once; nothing was sent, or of rows that are created
    /// together nothing is kept.
    Validation {
        /// The model's name.
        model: &'static str,
        /// What is wrong, field by field.
        problems: InvalidFields,
    },
    /// A value that a column cannot hold; nothing was sent.
    InvalidValue {
        /// The model's name; empty where the value belongs to none.
        model: &'static str,
        /// The field's name; empty where the value belongs to none.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of a text from which rows are copied that cannot be read; nothing of the copy is kept.
    InvalidInput {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A page that there cannot be: its number or its size is 0; nothing was sent.
    InvalidPage {
        /// What is wrong with it.
        reason: String,
    },
    /// A cursor that cannot be used: it was changed on its way, or belongs to another query; nothing was sent.
    InvalidCursor {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Parameters of a request that cannot be read, or ask for what is not allowed; nothing was sent.
    InvalidLookups {
        /// What is wrong with each; at least one.
        problems: Vec<InvalidLookup>,
    },
    /// A query that is too large or too deeply nested for any database; nothing was sent.
    QueryTooLarge {
        /// Which limit it passes.
        reason: String,
    },
    /// Something that this database cannot do; nothing was sent.
    Unsupported {
        /// What was asked for, and what to do instead.
        reason: String,
    },
    /// A column of the database does not have the type of its field.
    ColumnType {
        /// The model's name.
        model: &'static str,
        /// The field's name.
        field: &'static str,
        /// The type that the field reads.
        expected: SqlType,
        /// The type that the database has.
        found: String,
    },
    /// A cell whose content the field's type does not take.
    Read {
        /// The model's name.
        model: &'static str,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        source: crate::value::ReadError,
    },
    /// A table that the database does not have.
    MissingTable {
        /// The table's name, as far as the database said.
        table: String,
    },
    /// A column that the database does not have.
    MissingColumn {
        /// What the database said.
        message: String,
    },
    /// No database is connected and none was named.
    NotConnected,
    /// A connection URL that cannot be understood.
    InvalidUrl {
        /// What is wrong with it; never the password.
        reason: String,
    },
    /// The server cannot be reached, or the connection to it broke.
    Connection {
        /// The driver's error.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// All connections were in use for as long as the pool may wait.
    PoolTimeout {
        /// How long it waited.
        waited: Duration,
        /// How many connections the pool has.
        size: usize,
    },
    /// A statement took longer than it may.
    Timeout {
        /// How long it may take.
        after: Duration,
    },
    /// A transaction took longer than it may, and was rolled back.
    TransactionTimeout {
        /// How long it may take.
        after: Duration,
    },
    /// Something was to be written in a transaction, or a database, that takes only reads. In a transaction that was opened
    /// so by this library, nothing was sent where it is known what the statement does.
    ReadOnly,
    /// A transaction inside of another one was asked for what only the outermost one can be; nothing was sent.
    NotOutermost {
        /// The option, such as `durable`.
        option: &'static str,
    },
    /// A statement of the transaction failed before, so that nothing more can be done in it and nothing of it is kept.
    TransactionAborted,
    /// The transaction has been committed or rolled back, and its handle is still used.
    TransactionEnded,
    /// Another block of the transaction did not end in time: a nested one of the same task that is still open, or one of
    /// another task.
    TransactionBusy {
        /// How long it waited.
        waited: Duration,
    },
    /// The connection was lost while the transaction was being committed: its writes may be lasting or undone.
    CommitUnknown {
        /// What was lost.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A transaction collided with another one; run it again.
    Serialization,
    /// A transaction was chosen to end a deadlock; run it again.
    Deadlock,
    /// A row is locked by another transaction, and the query was not to wait for it.
    LockNotAvailable,
    /// Any other error of the database.
    Database {
        /// The SQLSTATE on PostgreSQL, the extended result code on SQLite.
        code: String,
        /// What the database said.
        message: String,
        /// The driver's error.
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// An error of the program's own, made by [`Error::custom`].
    Custom {
        /// The program's error.
        source: Box<dyn StdError + Send + Sync>,
    },
}

impl Error {
    /// An error of the program's own, such as one that ends a transaction. [`downcast_ref`](Self::downcast_ref) finds it again.
    ///
    /// ```
    /// #[derive(Debug)]
    /// struct OutOfStock;
    ///
    /// impl std::fmt::Display for OutOfStock {
    ///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    ///         f.write_str("out of stock")
    ///     }
    /// }
    ///
    /// impl std::error::Error for OutOfStock {}
    ///
    /// let error = orm::Error::custom(OutOfStock);
    /// assert_eq!(error.to_string(), "out of stock");
    /// assert!(error.downcast_ref::<OutOfStock>().is_some());
    /// ```
    pub fn custom(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Custom { source: error.into() }
    }

    /// The program's own error, if this is one of this type.
    ///
    /// ```
    /// let error = orm::Error::custom(std::fmt::Error);
    /// assert!(error.downcast_ref::<std::fmt::Error>().is_some());
    /// assert!(orm::Error::Deadlock.downcast_ref::<std::fmt::Error>().is_none());
    /// ```
    #[must_use]
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        match self {
            Self::Custom { source } => source.downcast_ref(),
            _ => None,
        }
    }

    /// Whether doing the same again can succeed: after a lost race, a timeout of the pool or a lost connection.
    ///
    /// A single write that was under way when the connection was lost may have been done all the same. Where that matters, put
    /// it into a transaction: of a commit whose answer is lost, the error is [`CommitUnknown`](Self::CommitUnknown), which is
    /// not retryable.
    ///
    /// ```
    /// assert!(orm::Error::Deadlock.is_retryable());
    /// assert!(!orm::Error::NotConnected.is_retryable());
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self,
            Self::Serialization
                | Self::StaleObject { .. }
                | Self::Deadlock
                | Self::LockNotAvailable
                | Self::PoolTimeout { .. }
                | Self::Connection { .. }
        )
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Connection { source } | Self::CommitUnknown { source } => Some(source.as_ref()),
            // The program's error is this error; what it was caused by is the cause.
            Self::Custom { source } => source.source(),
            Self::Database { source: Some(source), .. } => Some(source.as_ref()),
            Self::Read { source, .. } => Some(source),
            _ => None,
        }
    }
}
