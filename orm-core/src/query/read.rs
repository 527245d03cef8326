//! The exchange of a statement that reads: its parameters are known, its rows become values.

use std::any::Any;
use std::borrow::Cow;
use std::slice;

use super::gather::Gather;
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::schema::Table;
use crate::sql::{Access, Columns, Compiled, Effect, SqlText, Statement};
use crate::value::{Captured, ReadResult, RowReader, SqlType, Value};

/// How a row becomes a value.
pub(super) type Read<T> = fn(&mut dyn RowReader) -> ReadResult<T>;

/// The parameters of a statement, and its rows as values.
pub(super) struct ReadExchange<T> {
    pub(super) parameters: Vec<Value<'static>>,
    pub(super) rows: Vec<T>,
    pub(super) read: Read<T>,
}

impl<T: Send + 'static> Exchange for ReadExchange<T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.rows.push((self.read)(row)?);
        Ok(())
    }
}

/// Runs a statement and gives its rows.
pub(super) async fn rows<T: Send + 'static>(
    db: &Db,
    access: Access,
    effect: Effect,
    compiled: Compiled,
    columns: Columns,
    read: Read<T>,
) -> Result<Vec<T>> {
    let exchange = ReadExchange { parameters: compiled.parameters, rows: Vec::new(), read };
    let statement = Statement { sql: compiled.sql.into(), access, columns, effect };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    Ok(returned::<ReadExchange<T>>(outcome.exchange)?.rows)
}

/// The parameters of a query, and its rows as they come.
pub(super) struct GatherExchange<M: Model, T> {
    pub(super) parameters: Vec<Value<'static>>,
    pub(super) gather: Gather<M, T>,
}

impl<M: Model, T: Send + 'static> Exchange for GatherExchange<M, T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.gather.row(row)
    }
}

struct KeyExchange<T> {
    key: Key,
    row: Option<T>,
    read: Read<T>,
}

/// A key as parameters; a list only where it has several.
enum Key {
    Single(Value<'static>),
    Parts(Vec<Value<'static>>),
}

impl<T: Send + 'static> Exchange for KeyExchange<T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        match &self.key {
            Key::Single(key) => Cow::Borrowed(slice::from_ref(key)),
            Key::Parts(parts) => Cow::Borrowed(parts),
        }
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.row = Some((self.read)(row)?);
        Ok(())
    }
}

/// Runs a statement that asks for the row of a table with a key.
pub(super) async fn one<T: Send + 'static>(
    db: &Db,
    sql: SqlText,
    table: &'static Table,
    key: Value<'static>,
    read: Read<T>,
) -> Result<Option<T>> {
    let key = match key {
        Value::Row(_, parts) => Key::Parts(parts),
        key => Key::Single(key),
    };
    let exchange = Box::new(KeyExchange { key, row: None, read });
    let (columns, effect) = (Columns::Table(table), Effect::Reads(table));
    let outcome = db.run(Statement { sql, access: Access::Read, columns, effect }, exchange).await?;
    Ok(returned::<KeyExchange<T>>(outcome.exchange)?.row)
}

/// Runs a statement that gives no rows, and says how many it wrote.
pub(super) async fn affected(db: &Db, compiled: Compiled, effect: Effect) -> Result<u64> {
    let read: Read<()> = |_| Ok(());
    let exchange = ReadExchange { parameters: compiled.parameters, rows: Vec::new(), read };
    let statement = Statement { sql: compiled.sql.into(), access: Access::Write, columns: Columns::None, effect };
    Ok(db.run(statement, Box::new(exchange)).await?.affected)
}

/// Runs a statement that gives back some columns of the one row that it writes, if it is there.
pub(super) async fn written(
    db: &Db,
    compiled: Compiled,
    effect: Effect,
    table: &'static Table,
    columns: &[usize],
) -> Result<Option<Captured>> {
    let types = columns.iter().map(|&column| table.columns[column].ty).collect();
    let exchange = CaptureExchange { parameters: compiled.parameters, types, row: None };
    let columns = Columns::Some(table, columns.into());
    let statement = Statement { sql: compiled.sql.into(), access: Access::Write, columns, effect };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    Ok(returned::<CaptureExchange>(outcome.exchange)?.row)
}

struct CaptureExchange {
    parameters: Vec<Value<'static>>,
    types: Vec<SqlType>,
    row: Option<Captured>,
}

impl Exchange for CaptureExchange {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.row = Some(Captured::read(row, self.types.iter().copied())?);
        Ok(())
    }
}

/// The exchange that was handed to a backend, with its type back.
pub(super) fn returned<E: Exchange>(exchange: Box<dyn Exchange>) -> Result<Box<E>> {
    let exchange: Box<dyn Any> = exchange;
    exchange.downcast().map_err(|_| broken_backend("it gave back another exchange than it was given"))
}

/// An error for what no backend does that keeps its contract.
#[cold]
pub(super) fn broken_backend(what: &str) -> Error {
    Error::Database { code: String::new(), message: format!("the backend broke its contract: {what}"), source: None }
}
