//! Rows at hand, written together, each with its own values.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use chrono::{DateTime, Utc};

use super::insert::{runs, text_bytes};
use super::protected::text;
use super::provenance::attach_written;
use super::version::counted;
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::relation::RowKey;
use crate::schema::{Fill, Table};
use crate::sql::{Access, Columns, Dialect, Effect, InsertForm, Statement, UpdateEach};
use crate::validation;
use crate::value::{Field, ReadResult, RowReader, SqlType, Value, now};

/// Writes these columns of the rows, or all but the key; and says how many rows of the database were written. Where rows have versions,
/// it is all of them or none.
pub(super) async fn bulk_update<M: Model>(db: Db, rows: &mut [M], columns: Option<Vec<usize>>) -> Result<u64> {
    if M::TABLE.version().is_some() {
        return all_of(db, rows, columns, Error::StaleObject { model: M::TABLE.model }).await;
    }
    let written = write(&db, rows, columns).await?;
    written.tell(&db, rows)
}

/// Writes rows that must all be there.
pub(super) async fn bulk_save<M: Model>(db: Db, rows: &mut [M]) -> Result<()> {
    let model = M::TABLE.model;
    let missing = match M::TABLE.version() {
        Some(_) => Error::StaleObject { model },
        None => Error::DoesNotExist { model },
    };
    all_of(db, rows, None, missing).await.map(drop)
}

/// Writes all of the rows, or none where one is missing.
async fn all_of<M: Model>(db: Db, rows: &mut [M], columns: Option<Vec<usize>>, missing: Error) -> Result<u64> {
    let wanted = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let writing = async {
        let written = write(&db, rows, columns).await?;
        let is_missing = !written.columns.is_empty() && written.rows < wanted;
        if is_missing { Err(missing) } else { Ok(written) }
    };
    let written = db.as_one(writing).await?;
    written.tell(&db, rows)
}

/// What was written.
struct Written {
    rows: u64,
    columns: Vec<usize>,
    moment: DateTime<Utc>,
}

impl Written {
    /// Lets the rows at hand know.
    fn tell<M: Model>(self, db: &Db, rows: &mut [M]) -> Result<u64> {
        // Where nothing was to be written, nothing has changed.
        for row in rows.iter_mut().filter(|_| !self.columns.is_empty()) {
            row.touch(self.moment);
            counted(row)?;
            attach_written(db, row, self.columns.iter().copied());
        }
        Ok(self.rows)
    }
}

async fn write<M: Model>(db: &Db, rows: &[M], columns: Option<Vec<usize>>) -> Result<Written> {
    let operation = if columns.is_some() { "bulk_update" } else { "bulk_save" };
    let columns = written_columns(M::TABLE, columns)?;
    let moment = Utc::now();
    if rows.is_empty() || columns.is_empty() {
        return Ok(Written { rows: 0, columns: Vec::new(), moment });
    }
    validation::rows(rows, &columns, 0)?;
    let values: Vec<_> = rows.iter().map(|row| Values::of(row, &columns, moment)).collect();
    refuse_repeated(operation, M::TABLE, &values)?;
    let rows = send(db, M::TABLE, &columns, values).await?;
    Ok(Written { rows, columns, moment })
}

/// Writes these values, and says how many rows there were for them.
pub(super) async fn send(db: &Db, table: &'static Table, columns: &[usize], rows: Vec<Values>) -> Result<u64> {
    let form = if db.dialect() == Dialect::Postgres && rows.len() > 1 { InsertForm::Arrays } else { InsertForm::Row };
    let sql = UpdateEach { table, columns, form }.compile(db.dialect());
    let types = columns.iter().copied().chain(table.version()).map(|column| table.columns[column].ty);
    let types = std::iter::once(table.key().ty).chain(types).collect();
    let runs = match form {
        InsertForm::Row => (0..rows.len()).map(|row| row..row + 1).collect(),
        InsertForm::Arrays => runs(&rows, |row| row.0.iter().map(text_bytes).sum()),
    };
    let exchange = UpdateExchange { rows, types, form, runs };
    let in_order = std::iter::once(table.primary_key).chain(columns.iter().copied()).chain(table.version());
    let effect = Effect::Writes(table, in_order.collect());
    let statement = Statement { sql: sql.into(), access: Access::Write, columns: Columns::None, effect };
    Ok(db.run(statement, Box::new(exchange)).await?.affected)
}

/// What is written of a row: its key, the columns, and the version that it had.
pub(super) struct Values(Vec<Value<'static>>);

impl Values {
    pub(super) fn of<M: Model>(row: &M, columns: &[usize], moment: DateTime<Utc>) -> Self {
        let mut values = vec![row.key().into_value()];
        for &column in columns {
            let def = &M::TABLE.columns[column];
            if def.fill == Fill::OnWrite {
                values.push(now(def.ty, moment));
                continue;
            }
            values.push(row.column(column).into_owned());
        }
        values.extend(M::TABLE.version().map(|version| row.column(version).into_owned()));
        Self(values)
    }

    /// The value of a column, by its place among those that are written.
    pub(super) fn column_mut(&mut self, place: usize) -> &mut Value<'static> {
        &mut self.0[place + 1]
    }
}

/// The columns that are asked for, each once, and those that hold the moment of the last write.
pub(super) fn written_columns(table: &'static Table, asked: Option<Vec<usize>>) -> Result<Vec<usize>> {
    let all = || (0..table.columns.len()).filter(|&column| !table.is_key(column)).collect();
    let mut columns: Vec<usize> = Vec::new();
    for column in asked.unwrap_or_else(all) {
        if let Some(Fill::Version | Fill::Computed) = table.columns.get(column).map(|def| def.fill) {
            continue;
        }
        if table.is_key(column) {
            let field = table.at(column).field;
            let reason = format!("bulk_update of {} finds rows by their key, and {field} is of it", table.model);
            return Err(Error::Unsupported { reason });
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let moments = (0..table.columns.len()).filter(|&column| table.columns[column].fill == Fill::OnWrite);
    if !columns.is_empty() {
        columns.extend(moments.filter(|column| !columns.contains(column)).collect::<Vec<_>>());
    }
    Ok(columns)
}

/// Refuses rows with the same key, of which one would decide by chance.
pub(super) fn refuse_repeated(operation: &str, table: &'static Table, rows: &[Values]) -> Result<()> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut keys = rows.iter().filter_map(|row| RowKey::of(row.0[0].clone()));
    match keys.find(|key| !seen.insert(key.clone())) {
        None => Ok(()),
        Some(key) => {
            let (model, key) = (table.model, text(&key));
            let reason = format!("{operation} of {model} has the row with the key {key} more than once");
            Err(Error::Unsupported { reason })
        }
    }
}

struct UpdateExchange {
    rows: Vec<Values>,
    types: Vec<SqlType>,
    form: InsertForm,
    runs: Vec<Range<usize>>,
}

impl Exchange for UpdateExchange {
    fn sets(&self) -> usize {
        self.runs.len()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        let rows = &self.rows[self.runs[set].clone()];
        let mut parameters = Vec::new();
        let mut push = |value: Value<'static>| value.each_parameter(&mut |parameter| parameters.push(parameter));
        match self.form {
            InsertForm::Row => rows[0].0.iter().for_each(|value| push(value.clone())),
            InsertForm::Arrays => {
                for (place, ty) in self.types.iter().enumerate() {
                    push(Value::Array(*ty, rows.iter().map(|row| row.0[place].clone()).collect()));
                }
            }
        }
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}
