//! What SQLite says when it fails, as what the core understands.

use std::error::Error as StdError;
use std::time::Duration;

use orm_core::Error;
use orm_core::database::{ConstraintFailure, ConstraintKind, Failure};
use rusqlite::ffi;

use crate::settings::Settings;

/// A statement that failed. A timeout does not know yet how long it was: see [`timed`].
#[cold]
pub(crate) fn statement(error: rusqlite::Error) -> Failure {
    let (code, message) = described(&error);
    match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            constraint(ConstraintKind::Unique, code, &message)
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => constraint(ConstraintKind::NotNull, code, &message),
        ffi::SQLITE_CONSTRAINT_CHECK => constraint(ConstraintKind::Check, code, &message),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => constraint(ConstraintKind::ForeignKey, code, &message),
        // ON DELETE RESTRICT is carried out by a trigger of SQLite's own.
        ffi::SQLITE_CONSTRAINT_TRIGGER if message.starts_with("FOREIGN KEY constraint failed") => {
            constraint(ConstraintKind::ForeignKey, code, &message)
        }
        _ => Failure::Error(other(code, message, error)),
    }
}

fn other(code: i32, message: String, error: rusqlite::Error) -> Error {
    // The low byte is the kind of the error, the rest a detail of it.
    match code & 0xff {
        ffi::SQLITE_BUSY if code != ffi::SQLITE_BUSY_SNAPSHOT => Error::Timeout { after: Duration::ZERO },
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => Error::Serialization,
        ffi::SQLITE_READONLY => Error::ReadOnly,
        ffi::SQLITE_INTERRUPT => Error::Timeout { after: Duration::ZERO },
        ffi::SQLITE_CANTOPEN | ffi::SQLITE_IOERR => Error::Connection { source: Box::new(error) },
        ffi::SQLITE_ERROR if message.starts_with("Expression tree is too large") => {
            Error::QueryTooLarge { reason: "SQLite takes expressions of at most 1,000 levels".to_owned() }
        }
        ffi::SQLITE_ERROR => match missing(&message) {
            Some(error) => error,
            None => database(code, message, error),
        },
        _ => database(code, message, error),
    }
}

fn database(code: i32, message: String, error: rusqlite::Error) -> Error {
    Error::Database { code: code.to_string(), message, source: Some(Box::new(error)) }
}

/// Fills in how long a statement waited before it gave up, which depends on what it waited for.
pub(crate) fn timed(error: rusqlite::Error, settings: &Settings) -> Failure {
    let interrupted = described_code(&error) & 0xff == ffi::SQLITE_INTERRUPT;
    match statement(error) {
        Failure::Error(Error::Timeout { .. }) if interrupted => {
            Failure::Error(Error::Timeout { after: settings.options.statement_timeout })
        }
        Failure::Error(Error::Timeout { .. }) => Failure::Error(Error::Timeout { after: settings.busy_timeout() }),
        failure => failure,
    }
}

fn described_code(error: &rusqlite::Error) -> i32 {
    let code = match error {
        rusqlite::Error::SqliteFailure(code, _) => Some(code),
        // An error in the text of a statement carries the code as its cause.
        other => other.source().and_then(|source| source.downcast_ref::<ffi::Error>()),
    };
    code.map_or(ffi::SQLITE_ERROR, |code| code.extended_code)
}

fn described(error: &rusqlite::Error) -> (i32, String) {
    let message = match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        // The variant is there wherever SQLite is bundled; its Display would repeat the whole statement.
        #[cfg(feature = "bundled")]
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    (described_code(error), message)
}

/// A table or a column that is not there.
fn missing(message: &str) -> Option<Error> {
    if let Some(table) = message.strip_prefix("no such table: ") {
        let table = table.split_once(" in ").map_or(table, |(table, _)| table);
        return Some(Error::MissingTable { table: table.strip_prefix("main.").unwrap_or(table).to_owned() });
    }
    let is_column = message.starts_with("no such column") || message.contains(" has no column named ");
    is_column.then(|| Error::MissingColumn { message: message.to_owned() })
}

/// Reads `UNIQUE constraint failed: t.a, t.b`, `UNIQUE constraint failed: index 'name'` and the like.
fn constraint(kind: ConstraintKind, code: i32, message: &str) -> Failure {
    let mut failure =
        ConstraintFailure { kind, code: code.to_string(), table: None, columns: Vec::new(), constraint: None };
    let detail = message.split_once(": ").map(|(_, detail)| detail);
    match (kind, detail) {
        (ConstraintKind::Check, Some(name)) => failure.constraint = Some(name.to_owned()),
        (ConstraintKind::Unique | ConstraintKind::NotNull, Some(detail)) => {
            if let Some(name) = detail.strip_prefix("index '") {
                failure.constraint = Some(name.strip_suffix('\'').unwrap_or(name).to_owned());
            } else {
                for (table, column) in detail.split(", ").filter_map(|name| name.split_once('.')) {
                    failure.table.get_or_insert_with(|| table.to_owned());
                    failure.columns.push(column.to_owned());
                }
            }
        }
        _ => {}
    }
    Failure::Constraint(failure)
}

/// A connection that cannot be opened.
#[cold]
pub(crate) fn opening(error: rusqlite::Error) -> Error {
    Error::Connection { source: Box::new(error) }
}

/// A thread that cannot be started.
#[cold]
pub(crate) fn no_thread(error: std::io::Error) -> Error {
    Error::Connection { source: Box::new(error) }
}

/// A database that was closed, or whose thread is gone.
#[cold]
pub(crate) fn closed() -> Error {
    Error::Connection { source: "the database is closed".into() }
}

/// The wrong number of parameters, which no text of the core's own has.
#[cold]
pub(crate) fn wrong_parameter_count(expected: usize, given: usize) -> Failure {
    Failure::Error(Error::Database {
        code: ffi::SQLITE_MISUSE.to_string(),
        message: format!("the statement has {expected} parameters, and {given} were given"),
        source: None,
    })
}

/// More parameters than SQLite takes.
#[cold]
pub(crate) fn too_many_parameters(given: usize, limit: usize) -> Failure {
    Failure::Error(Error::QueryTooLarge {
        reason: format!("it has {given} parameters, and SQLite takes at most {limit} in a statement"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: i32, message: &str) -> Failure {
        statement(rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(message.to_owned())))
    }

    type Violated = (ConstraintKind, Option<String>, Vec<String>, Option<String>);

    fn violated(code: i32, message: &str) -> Option<Violated> {
        match failure(code, message) {
            Failure::Constraint(found) => Some((found.kind, found.table, found.columns, found.constraint)),
            _ => None,
        }
    }

    #[test]
    fn constraints() {
        let table = || Some("t".to_owned());
        assert_eq!(
            violated(2067, "UNIQUE constraint failed: t.a, t.b"),
            Some((ConstraintKind::Unique, table(), vec!["a".into(), "b".into()], None))
        );
        assert_eq!(
            violated(1555, "UNIQUE constraint failed: t.id"),
            Some((ConstraintKind::Unique, table(), vec!["id".into()], None))
        );
        assert_eq!(
            violated(2067, "UNIQUE constraint failed: index 't_lower_key'"),
            Some((ConstraintKind::Unique, None, vec![], Some("t_lower_key".into())))
        );
        assert_eq!(
            violated(1299, "NOT NULL constraint failed: t.a"),
            Some((ConstraintKind::NotNull, table(), vec!["a".into()], None))
        );
        assert_eq!(
            violated(275, "CHECK constraint failed: total_not_negative"),
            Some((ConstraintKind::Check, None, vec![], Some("total_not_negative".into())))
        );
        for code in [787, 1811] {
            assert_eq!(
                violated(code, "FOREIGN KEY constraint failed"),
                Some((ConstraintKind::ForeignKey, None, vec![], None))
            );
        }
    }

    #[test]
    fn the_rest() {
        let error = |code, message| match failure(code, message) {
            Failure::Error(error) => Some(error),
            _ => None,
        };
        assert!(matches!(error(1, "no such table: users"), Some(Error::MissingTable { table }) if table == "users"));
        assert!(
            matches!(error(1, "no such table: main.users"), Some(Error::MissingTable { table }) if table == "users")
        );
        assert!(matches!(error(1, "no such column: u.x"), Some(Error::MissingColumn { .. })));
        assert!(matches!(error(1, "table t has no column named x"), Some(Error::MissingColumn { .. })));
        assert!(matches!(error(1, "near \"x\": syntax error"), Some(Error::Database { code, .. }) if code == "1"));
        assert!(matches!(error(5, "database is locked"), Some(Error::Timeout { .. })));
        assert!(matches!(error(517, "database is locked"), Some(Error::Serialization)));
        assert!(matches!(error(6, "database table is locked"), Some(Error::Serialization)));
        assert!(matches!(error(14, "unable to open database file"), Some(Error::Connection { .. })));
        assert!(matches!(error(8, "attempt to write a readonly database"), Some(Error::ReadOnly)));
        assert!(matches!(error(266, "disk I/O error"), Some(Error::Connection { .. })));
        assert!(matches!(error(13, "database or disk is full"), Some(Error::Database { code, .. }) if code == "13"));
    }
}
