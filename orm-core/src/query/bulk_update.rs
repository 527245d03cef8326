//! Rows at hand, written together, each with its own values.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use chrono::Utc;

use super::insert::{runs, text_bytes};
use super::protected::text;
use super::provenance::attach_written;
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::relation::RowKey;
use crate::schema::{Fill, Table};
use crate::sql::{Access, Columns, Dialect, Effect, InsertForm, Statement, UpdateEach};
use crate::validation;
use crate::value::{Field, ReadResult, RowReader, SqlType, Value, now};

/// Writes these columns of the rows, or all but the key; and says how many rows of the database were written.
pub(super) async fn bulk_update<M: Model>(db: Db, rows: &mut [M], columns: Option<Vec<usize>>) -> Result<u64> {
    let table = M::TABLE;
    let columns = written_columns(table, columns)?;
    if rows.is_empty() || columns.is_empty() {
        return Ok(0);
    }
    refuse_repeated(rows)?;
    validation::rows(rows, &columns)?;
    let moment = Utc::now();
    let mut values = Vec::with_capacity(rows.len());
    for row in &*rows {
        values.push(of_row(row, &columns, moment)?);
    }
    let form = if db.dialect() == Dialect::Postgres && rows.len() > 1 { InsertForm::Arrays } else { InsertForm::Row };
    let sql = UpdateEach { table, columns: &columns, form }.compile(db.dialect());
    let types = std::iter::once(table.key().ty).chain(columns.iter().map(|&column| table.columns[column].ty)).collect();
    let runs = match form {
        InsertForm::Row => (0..values.len()).map(|row| row..row + 1).collect(),
        InsertForm::Arrays => runs(&values, |row| row.iter().map(text_bytes).sum()),
    };
    let exchange = UpdateExchange { rows: values, types, form, runs };
    let effect = Effect::Writes(table, columns.as_slice().into());
    let statement = Statement { sql: sql.into(), access: Access::Write, columns: Columns::None, effect };
    let updated = db.run(statement, Box::new(exchange)).await?.affected;
    for row in rows {
        row.touch(moment);
        attach_written(&db, row, columns.iter().copied());
    }
    Ok(updated)
}

/// The same, of rows that must all be there.
pub(super) async fn bulk_save<M: Model>(db: Db, rows: &mut [M]) -> Result<()> {
    let wanted = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    db.clone()
        .atomic(async {
            let updated = bulk_update(db, rows, None).await?;
            if updated < wanted { Err(Error::DoesNotExist { model: M::TABLE.model }) } else { Ok(()) }
        })
        .await
}

/// The columns that are asked for, each once, and those that hold the moment of the last write.
fn written_columns(table: &'static Table, asked: Option<Vec<usize>>) -> Result<Vec<usize>> {
    let all = || (0..table.columns.len()).filter(|&column| !table.is_key(column)).collect();
    let mut columns: Vec<usize> = Vec::new();
    for column in asked.unwrap_or_else(all) {
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

/// The key of a row, and its values.
fn of_row<M: Model>(row: &M, columns: &[usize], moment: chrono::DateTime<Utc>) -> Result<Vec<Value<'static>>> {
    let mut values = vec![row.key().into_value()];
    for &column in columns {
        let def = &M::TABLE.columns[column];
        if def.fill == Fill::OnWrite {
            values.push(now(def.ty, moment));
            continue;
        }
        let value = row.column(column);
        values.push(value.into_owned());
    }
    Ok(values)
}

/// Refuses rows with the same key, of which one would decide by chance.
fn refuse_repeated<M: Model>(rows: &[M]) -> Result<()> {
    let mut seen = HashSet::with_capacity(rows.len());
    let mut keys = rows.iter().filter_map(|row| RowKey::of_column(row, M::TABLE.primary_key));
    match keys.find(|key| !seen.insert(key.clone())) {
        None => Ok(()),
        Some(key) => {
            let (model, key) = (M::TABLE.model, text(&key));
            let reason = format!("bulk_update of {model} has the row with the key {key} more than once");
            Err(Error::Unsupported { reason })
        }
    }
}

struct UpdateExchange {
    /// For each row its key, and the values that are written.
    rows: Vec<Vec<Value<'static>>>,
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
            InsertForm::Row => rows[0].iter().for_each(|value| push(value.clone())),
            InsertForm::Arrays => {
                for (place, ty) in self.types.iter().enumerate() {
                    push(Value::Array(*ty, rows.iter().map(|row| row[place].clone()).collect()));
                }
            }
        }
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}
