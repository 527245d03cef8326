//! Inserting rows of one shape: the statement, and the exchange that writes from them and completes them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::check_value::check_value;
use super::plan::InsertPlan;
use super::read::{broken_backend, returned};
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::schema::Table;
use crate::sql::{Access, Columns, Dialect, Effect, InsertForm, Statement};
use crate::value::{ReadResult, RowReader, Value};

/// A run of many rows is cut where it reaches this many bytes of text, to keep messages to the server of a fair size.
const BYTES_A_RUN: usize = 16 << 20;
/// And at this many rows.
const ROWS_A_RUN: usize = 10_000;

/// Inserts filled rows, all or none of them, and gives them back as models in order.
pub(super) async fn insert<N: NewModel>(db: &Db, rows: Vec<N>) -> Result<Vec<N::Model>> {
    let Some(exchange) = InsertExchange::new(rows, db.dialect())? else { return Ok(Vec::new()) };
    let plan = Arc::clone(&exchange.plan);
    let table = N::Model::TABLE;
    let columns = if plan.filled.is_empty() { Columns::None } else { Columns::Some(table, Arc::clone(&plan.filled)) };
    let effect = Effect::Writes(table, Arc::clone(&plan.given));
    let statement = Statement { sql: plan.sql(exchange.form).into(), access: Access::Write, columns, effect };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    let exchange = returned::<InsertExchange<N>>(outcome.exchange)?;
    if !plan.filled.is_empty() && exchange.completed != exchange.rows.len() {
        return Err(broken_backend("it did not give back each row that was inserted"));
    }
    let models = exchange.rows.into_iter().map(NewModel::into_model);
    models.collect::<Option<_>>().ok_or_else(|| broken_backend("it left out a column that it fills"))
}

/// Cuts many rows into runs that are neither too many nor too large.
fn runs<N: NewModel>(rows: &[N], sized: &[usize]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        if index > start && (bytes >= BYTES_A_RUN || index - start >= ROWS_A_RUN) {
            runs.push(start..index);
            (start, bytes) = (index, 0);
        }
        bytes += sized.iter().map(|&column| text_bytes(&row.column(column))).sum::<usize>();
    }
    runs.push(start..rows.len());
    runs
}

fn text_bytes(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(_, values) => values.iter().map(|value| text_bytes(value) + 8).sum(),
        _ => 0,
    }
}

struct InsertExchange<N> {
    rows: Vec<N>,
    plan: Arc<InsertPlan>,
    form: InsertForm,
    runs: Runs,
    /// How many rows have come back: they come in the order in which they went.
    completed: usize,
}

/// Which rows each run of the statement takes.
enum Runs {
    /// One each.
    Single,
    /// These.
    Ranges(Vec<Range<usize>>),
}

impl<N: NewModel> InsertExchange<N> {
    /// `None` where there is nothing to insert.
    fn new(rows: Vec<N>, dialect: Dialect) -> Result<Option<Self>> {
        let Some(first) = rows.first() else { return Ok(None) };
        let table = N::Model::TABLE;
        let plan = InsertPlan::of(first, dialect)?;
        if !rows[1..].iter().all(|row| plan.fits(row)) {
            return Err(mixed_shapes(table));
        }
        for row in &rows {
            plan.limited.iter().try_for_each(|&column| check_value(table, column, &row.column(column)))?;
        }
        let arrays = dialect == Dialect::Postgres && rows.len() > 1 && !plan.given.is_empty();
        let (form, runs) = match arrays {
            true => (InsertForm::Arrays, Runs::Ranges(runs(&rows, &plan.sized))),
            false => (InsertForm::Row, Runs::Single),
        };
        Ok(Some(Self { rows, plan, form, runs, completed: 0 }))
    }

    fn run(&self, set: usize) -> &[N] {
        match &self.runs {
            Runs::Single => &self.rows[set..=set],
            Runs::Ranges(ranges) => &self.rows[ranges[set].clone()],
        }
    }
}

#[cold]
fn mixed_shapes(table: &Table) -> Error {
    Error::Unsupported {
        reason: format!(
            "bulk_create of {} needs rows that all set the same fields: a field that the database fills \
             is set in some of them and not in others",
            table.model
        ),
    }
}

impl<N: NewModel> Exchange for InsertExchange<N> {
    fn sets(&self) -> usize {
        match &self.runs {
            Runs::Single => self.rows.len(),
            Runs::Ranges(ranges) => ranges.len(),
        }
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        let rows = self.run(set);
        let column = |&column: &usize| match self.form {
            InsertForm::Row => rows[0].column(column),
            InsertForm::Arrays => {
                let ty = N::Model::TABLE.columns[column].ty;
                Value::Array(ty, rows.iter().map(|row| row.column(column)).collect())
            }
        };
        Cow::Owned(self.plan.given.iter().map(column).collect())
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        if let Some(new) = self.rows.get_mut(self.completed) {
            self.plan.filled.iter().try_for_each(|&column| new.read_column(column, row))?;
        }
        self.completed += 1;
        Ok(())
    }
}
