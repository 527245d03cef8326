//! Inserting rows of one shape: the statement, and the exchange that writes from them and completes them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::check_value::check_value;
use super::read::{broken_backend, returned};
use crate::database::{Db, Exchange};
use crate::error::Result;
use crate::model::{Model, NewModel};
use crate::sql::{Access, Columns, Dialect, Effect, Insert, InsertForm, Statement};
use crate::value::{ReadResult, RowReader, Value};

/// A run of many rows is cut where it reaches this many bytes of text, to keep messages to the server of a fair size.
const BYTES_A_RUN: usize = 16 << 20;
/// And at this many rows.
const ROWS_A_RUN: usize = 10_000;

/// The columns that a new row gives, and those that the database fills, as indexes into the table's.
pub(super) fn shape<N: NewModel>(row: &N) -> (Vec<usize>, Vec<usize>) {
    (0..N::Model::TABLE.columns.len()).partition(|&column| row.is_set(column))
}

/// Inserts filled rows that all give the same columns, all or none of them, and gives them back as models in order.
pub(super) async fn insert<N: NewModel>(db: &Db, rows: Vec<N>) -> Result<Vec<N::Model>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let table = N::Model::TABLE;
    let (given, filled) = shape(first);
    for row in &rows {
        given.iter().try_for_each(|&column| check_value(table, column, &row.column(column)))?;
    }
    let arrays = db.dialect() == Dialect::Postgres && rows.len() > 1 && !given.is_empty();
    let form = if arrays { InsertForm::Arrays } else { InsertForm::Row };
    let sql = Insert { table, columns: &given, returning: &filled, form }.compile(db.dialect());
    let (given, filled): (Arc<[usize]>, Arc<[usize]>) = (given.into(), filled.into());
    let columns = if filled.is_empty() { Columns::None } else { Columns::Some(table, Arc::clone(&filled)) };
    let effect = Effect::Writes(table, Arc::clone(&given));
    let statement = Statement { sql, access: Access::Write, columns, effect };
    let runs = match form {
        InsertForm::Row => (0..rows.len()).map(|row| row..row + 1).collect(),
        InsertForm::Arrays => runs(&rows, &given),
    };
    let exchange = InsertExchange { rows, given, filled, form, runs, completed: 0 };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    let exchange = returned::<InsertExchange<N>>(outcome.exchange)?;
    if !exchange.filled.is_empty() && exchange.completed != exchange.rows.len() {
        return Err(broken_backend("it did not give back each row that was inserted"));
    }
    let models = exchange.rows.into_iter().map(NewModel::into_model);
    models.collect::<Option<_>>().ok_or_else(|| broken_backend("it left out a column that it fills"))
}

/// Cuts many rows into runs that are neither too many nor too large.
fn runs<N: NewModel>(rows: &[N], given: &[usize]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        if index > start && (bytes >= BYTES_A_RUN || index - start >= ROWS_A_RUN) {
            runs.push(start..index);
            (start, bytes) = (index, 0);
        }
        bytes += given.iter().map(|&column| text_bytes(&row.column(column))).sum::<usize>();
    }
    runs.push(start..rows.len());
    runs
}

fn text_bytes(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    }
}

struct InsertExchange<N> {
    rows: Vec<N>,
    given: Arc<[usize]>,
    filled: Arc<[usize]>,
    form: InsertForm,
    runs: Vec<Range<usize>>,
    /// How many rows have come back: they come in the order in which they went.
    completed: usize,
}

impl<N: NewModel> Exchange for InsertExchange<N> {
    fn sets(&self) -> usize {
        self.runs.len()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        let rows = &self.rows[self.runs[set].clone()];
        let column = |&column: &usize| match self.form {
            InsertForm::Row => rows[0].column(column),
            InsertForm::Arrays => {
                let ty = N::Model::TABLE.columns[column].ty;
                Value::Array(ty, rows.iter().map(|row| row.column(column)).collect())
            }
        };
        Cow::Owned(self.given.iter().map(column).collect())
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        if let Some(new) = self.rows.get_mut(self.completed) {
            self.filled.iter().try_for_each(|&column| new.read_column(column, row))?;
        }
        self.completed += 1;
        Ok(())
    }
}
