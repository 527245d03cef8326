//! What the driver and the server report, in the core's words.

mod constraint;
mod quoted;

use std::error::Error as StdError;
use std::time::Duration;

use orm_core::Error;
use orm_core::database::Failure;
use tokio_postgres::error::{DbError, Severity, SqlState};

/// The failure that an error of the driver is. `limit` is how long a statement may take.
#[cold]
pub(crate) fn translate(error: tokio_postgres::Error, limit: Duration) -> Failure {
    let Some(db) = error.as_db_error() else {
        // The answer could not be received or understood: nothing on this connection can be trusted any more.
        return Error::Connection { source: error.into() }.into();
    };
    if let Some(failure) = constraint::failure(db) {
        return Failure::Constraint(failure);
    }
    let code = db.code();
    match *code {
        SqlState::IN_FAILED_SQL_TRANSACTION => Error::TransactionAborted,
        SqlState::T_R_SERIALIZATION_FAILURE => Error::Serialization,
        SqlState::T_R_DEADLOCK_DETECTED => Error::Deadlock,
        SqlState::LOCK_NOT_AVAILABLE => Error::LockNotAvailable,
        SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly,
        SqlState::QUERY_CANCELED => Error::Timeout { after: limit },
        SqlState::UNDEFINED_TABLE => Error::MissingTable { table: quoted::first(db.message()).to_owned() },
        SqlState::UNDEFINED_COLUMN => Error::MissingColumn { message: db.message().to_owned() },
        _ if ends_connection(db) => Error::Connection { source: error.into() },
        _ => Error::Database { code: code.code().to_owned(), message: message(db), source: Some(error.into()) },
    }
    .into()
}

/// Whether the server refuses a prepared statement because it has forgotten it, or because a table has
/// changed so that it would give other columns.
pub(crate) fn is_stale(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|db| match *db.code() {
        SqlState::INVALID_SQL_STATEMENT_NAME => true,
        // The code is used for much else, and the message depends on the server's language.
        SqlState::FEATURE_NOT_SUPPORTED => db.routine() == Some("RevalidateCachedQuery"),
        _ => false,
    })
}

/// Whether the server has answered with this error and goes on.
pub(crate) fn is_answer(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|db| !ends_connection(db))
}

/// A lost connection, for this reason.
#[cold]
pub(crate) fn connection(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    Error::Connection { source: reason.into() }
}

/// The same as a failure.
#[cold]
pub(crate) fn lost(reason: &str) -> Failure {
    connection(reason).into()
}

fn ends_connection(db: &DbError) -> bool {
    matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || db.code().code().starts_with("08")
        || matches!(
            *db.code(),
            SqlState::ADMIN_SHUTDOWN
                | SqlState::CRASH_SHUTDOWN
                | SqlState::CANNOT_CONNECT_NOW
                | SqlState::TOO_MANY_CONNECTIONS
        )
}

fn message(db: &DbError) -> String {
    let mut message = db.message().to_owned();
    for (label, text) in [("", db.detail()), ("hint: ", db.hint())] {
        if let Some(text) = text {
            message.push_str("; ");
            message.push_str(label);
            message.push_str(text);
        }
    }
    message
}
