//! The collation and the functions that SQL may use on every connection, beside SQLite's own.

use std::borrow::Cow;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, Error, Result};

mod collations;
pub(crate) mod decimal;
mod division;
mod like;
mod regex;

/// The same arguments always give the same result, so that indexes and the planner may rely on it.
const PURE: FunctionFlags =
    FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC).union(FunctionFlags::SQLITE_INNOCUOUS);

pub(crate) fn define(connection: &Connection) -> Result<()> {
    collations::define(connection)?;
    decimal::define(connection)?;
    division::define(connection)?;
    like::define(connection)?;
    regex::define(connection)
}

/// An argument as text, as SQLite's own LIKE takes it; `None` is NULL.
fn text<'c>(context: &'c Context<'_>, index: usize) -> Result<Option<Cow<'c, str>>> {
    match context.get_raw(index) {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(Cow::Owned(number.to_string()))),
        ValueRef::Real(number) => Ok(Some(Cow::Owned(format!("{number:?}")))),
        ValueRef::Text(text) => match std::str::from_utf8(text) {
            Ok(text) => Ok(Some(Cow::Borrowed(text))),
            Err(error) => Err(Error::UserFunctionError(error.into())),
        },
        ValueRef::Blob(_) => Err(Error::InvalidFunctionParameterType(index, Type::Blob)),
    }
}

/// The pattern of a function that keeps patterns compiled.
fn pattern(value: ValueRef<'_>) -> std::result::Result<&str, Box<dyn std::error::Error + Send + Sync>> {
    match value {
        ValueRef::Text(text) => Ok(std::str::from_utf8(text)?),
        other => Err(format!("a pattern is text, not {}", other.data_type()).into()),
    }
}
