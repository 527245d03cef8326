//! The collation and the functions that SQL may use on every connection, beside SQLite's own.

use std::borrow::Cow;
use std::cell::Cell;
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
mod range;
mod regex;
mod span;
mod statistics;
mod text;
mod time;
mod upsert;
mod zone;

/// The same arguments always give the same result, so that indexes and the planner may rely on it.
const PURE: FunctionFlags =
    FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC).union(FunctionFlags::SQLITE_INNOCUOUS);

/// Defines what must be there before anything is compiled: the collations, and functions that some builds of SQLite have
/// themselves, with other answers at the edges.
pub(crate) fn define_first(connection: &Connection) -> Result<()> {
    collations::define(connection)?;
    number::define(connection)
}

/// The functions that are defined once a statement asks for one. Each takes a place of the memory that SQLite keeps on hand for a
/// connection, and all of them take so much of it that a plain INSERT would cost a third more.
#[derive(Default)]
pub(crate) struct Functions {
    are_defined: Cell<bool>,
}

impl Functions {
    /// Defines them, unless they are.
    pub(crate) fn define(&self, connection: &Connection) -> Result<()> {
        if self.are_defined.replace(true) { Ok(()) } else { define(connection) }
    }

    /// Defines them where a statement could not be compiled for the want of one; whether compiling it again can help.
    #[cold]
    pub(crate) fn define_for(&self, connection: &Connection, error: &Error) -> Result<bool> {
        let message = error.to_string();
        // The second is said of what stands in the schema.
        let wants_one = ["no such function: ", "unknown function: "].iter().any(|known| message.contains(known));
        if !wants_one || self.are_defined.get() {
            return Ok(false);
        }
        self.define(connection).map(|()| true)
    }
}

fn define(connection: &Connection) -> Result<()> {
    bits::define(connection)?;
    choice::define(connection)?;
    conversion::define(connection)?;
    decimal::define(connection)?;
    digest::define(connection)?;
    division::define(connection)?;
    elements::define(connection)?;
    json::define(connection)?;
    like::define(connection)?;
    list::define(connection)?;
    range::define(connection)?;
    regex::define(connection)?;
    span::define(connection)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// With its own in their place, nobody would miss one that is not defined yet.
    #[test]
    fn none_that_comes_later_has_the_name_of_one_of_sqlites_own() -> Result<()> {
        let names = |connection: &Connection| -> Result<Vec<String>> {
            let mut list = connection.prepare("SELECT DISTINCT lower(name) FROM pragma_function_list")?;
            list.query_map([], |row| row.get(0))?.collect()
        };
        let connection = Connection::open_in_memory()?;
        define_first(&connection)?;
        let first = names(&connection)?;
        define(&connection)?;
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        assert_eq!(count("SELECT count(*) FROM pragma_function_list WHERE name = 'iregexp'")?, 1);
        for name in names(&connection)?.iter().filter(|name| first.contains(name)) {
            let sql = format!("SELECT count(DISTINCT builtin) FROM pragma_function_list WHERE lower(name) = '{name}'");
            assert_eq!(count(&sql)?, 1, "{name}");
        }
        Ok(())
    }

    #[test]
    fn they_are_defined_when_one_is_asked_for() -> Result<()> {
        let (connection, functions) = (Connection::open_in_memory()?, Functions::default());
        let error = connection.prepare("SELECT 'a' REGEXP 'b'").err().ok_or(Error::QueryReturnedNoRows)?;
        assert!(functions.define_for(&connection, &error)?);
        assert!(connection.prepare("SELECT 'a' REGEXP 'b'").is_ok());
        let other = connection.prepare("SELECT no_such(1)").err().ok_or(Error::QueryReturnedNoRows)?;
        assert!(!functions.define_for(&connection, &other)?, "compiling it again would not help");
        Ok(())
    }
}
