//! The collation and the functions that SQL may use on every connection, beside SQLite's own.

use std::borrow::Cow;
use std::panic::UnwindSafe;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{Type, Value, ValueRef};
use rusqlite::{Connection, Error, Result};

mod bits;
mod choice;
mod collations;
mod conversion;
pub(crate) mod decimal;
mod digest;
mod division;
mod elements;
mod json;
mod like;
mod list;
mod number;
mod regex;
mod statistics;
mod text;
mod time;
mod upsert;
mod zone;

/// The same arguments always give the same result, so that indexes and the planner may rely on it.
const PURE: FunctionFlags =
    FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC).union(FunctionFlags::SQLITE_INNOCUOUS);

pub(crate) fn define(connection: &Connection) -> Result<()> {
    bits::define(connection)?;
    choice::define(connection)?;
    collations::define(connection)?;
    conversion::define(connection)?;
    decimal::define(connection)?;
    digest::define(connection)?;
    division::define(connection)?;
    elements::define(connection)?;
    json::define(connection)?;
    like::define(connection)?;
    list::define(connection)?;
    number::define(connection)?;
    regex::define(connection)?;
    statistics::define(connection)?;
    text::define(connection)?;
    time::define(connection)?;
    upsert::define(connection)?;
    zone::define(connection)
}

/// A function of arguments none of which is NULL; of NULL it is NULL.
fn pure<T: Into<Value>>(
    connection: &Connection,
    name: &str,
    arguments: u8,
    function: impl Fn(&Context<'_>) -> Result<T> + Send + UnwindSafe + 'static,
) -> Result<()> {
    connection.create_scalar_function(name, i32::from(arguments), PURE, move |context| {
        let is_null = |index| matches!(context.get_raw(index), ValueRef::Null);
        if (0..context.len()).any(is_null) { Ok(Value::Null) } else { function(context).map(Into::into) }
    })
}

fn failed(reason: impl Into<String>) -> Error {
    Error::UserFunctionError(reason.into().into())
}

/// An argument that is not NULL as text.
fn some_text<'c>(context: &'c Context<'_>, index: usize) -> Result<Cow<'c, str>> {
    Ok(text_of(context, index)?.unwrap_or_default())
}

/// An argument as text, as SQLite's own LIKE takes it; `None` is NULL.
fn text_of<'c>(context: &'c Context<'_>, index: usize) -> Result<Option<Cow<'c, str>>> {
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
