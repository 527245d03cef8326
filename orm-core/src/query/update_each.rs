//! Updates of many rows, each with its own values: the statement, and what goes into it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::iter;

use foldhash::fast::RandomState;

use super::insert::{BYTES_A_RUN, ROWS_A_RUN};
use super::protected::text;
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::relation::RowKey;
use crate::schema::Table;
use crate::sql::{Access, Columns, Dialect, Effect, InsertForm, Statement, UpdateEach};
use crate::value::binary::ArrayWriter;
use crate::value::{ReadResult, RowReader, SqlType, Value};

/// What is written of a row: in the first place stands its key, then come the columns, then the version that it had.
pub(super) trait Update {
    /// Its key.
    fn key(&self) -> Value<'_>;

    /// Gives what stands in each place.
    fn each(&self, take: &mut dyn FnMut(usize, Value<'_>));
}

/// Writes these rows, and says how many there were for them.
pub(super) async fn send<U: Update>(db: &Db, table: &'static Table, columns: &[usize], rows: &[U]) -> Result<u64> {
    let form = if db.dialect() == Dialect::Postgres && rows.len() > 1 { InsertForm::Arrays } else { InsertForm::Row };
    let sql = UpdateEach { table, columns, form }.compile(db.dialect());
    let in_order = || iter::once(table.primary_key).chain(columns.iter().copied()).chain(table.version());
    let types: Vec<SqlType> = in_order().map(|column| table.at(column).ty).collect();
    let exchange = UpdateExchange {
        sets: match form {
            InsertForm::Row => rows.iter().map(|row| alone(row, types.len())).collect(),
            InsertForm::Arrays => together(rows, &types),
        },
    };
    let effect = Effect::Writes(table, in_order().collect());
    let statement = Statement { sql: sql.into(), access: Access::Write, columns: Columns::None, effect };
    Ok(db.run(statement, Box::new(exchange)).await?.affected)
}

/// The parameters for one row.
fn alone<U: Update>(row: &U, places: usize) -> Vec<Value<'static>> {
    let mut parameters = Vec::with_capacity(places);
    row.each(&mut |_, value| value.into_owned().each_parameter(&mut |parameter| parameters.push(parameter)));
    parameters
}

/// The parameters for many, an array for each place, of runs that are neither too many nor too large.
fn together<U: Update>(rows: &[U], types: &[SqlType]) -> Vec<Vec<Value<'static>>> {
    let mut sets = Vec::new();
    let mut rest = rows;
    while !rest.is_empty() {
        let most = rest.len().min(ROWS_A_RUN);
        let mut arrays: Vec<_> = types.iter().map(|ty| ArrayWriter::new(*ty, most)).collect();
        let mut taken = 0;
        for row in &rest[..most] {
            row.each(&mut |place, value| arrays[place].push(value));
            taken += 1;
            if arrays.iter().map(ArrayWriter::bytes).sum::<usize>() >= BYTES_A_RUN {
                break;
            }
        }
        rest = &rest[taken..];
        let mut parameters = Vec::with_capacity(types.len());
        for array in arrays {
            array.finish().each_parameter(&mut |parameter| parameters.push(parameter));
        }
        sets.push(parameters);
    }
    sets
}

/// Refuses rows with the same key, of which one would decide by chance.
pub(super) fn refuse_repeated<U: Update>(operation: &str, table: &'static Table, rows: &[U]) -> Result<()> {
    let mut seen = HashSet::with_capacity_and_hasher(rows.len(), RandomState::default());
    for key in rows.iter().filter_map(|row| RowKey::of(row.key())) {
        if let Some(key) = seen.replace(key) {
            let (model, key) = (table.model, text(&key));
            let reason = format!("{operation} of {model} has the row with the key {key} more than once");
            return Err(Error::Unsupported { reason });
        }
    }
    Ok(())
}

struct UpdateExchange {
    sets: Vec<Vec<Value<'static>>>,
}

impl Exchange for UpdateExchange {
    fn sets(&self) -> usize {
        self.sets.len()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.sets[set])
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}
