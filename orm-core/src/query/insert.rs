//! Inserting rows of one shape: the statement, and the exchange that writes from them and completes them.

mod asked;

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;
use std::slice;
use std::sync::Arc;

use chrono::{DateTime, Utc};

pub(super) use self::asked::Asked;
use super::plan::InsertPlan;
use super::provenance::attach_from;
use super::read::{broken_backend, returned};
use crate::database::{Db, Exchange};
use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::schema::{ColumnDef, Fill, Table};
use crate::sql::{Access, Columns, Dialect, Effect, InsertForm, Statement};
use crate::validation::{self, Stage};
use crate::value::{ReadResult, RowReader, Value, binary};

/// A run of many rows is cut where it reaches this many bytes of text, to keep messages to the server of a fair size.
pub(super) const BYTES_A_RUN: usize = 16 << 20;
/// And at this many rows.
pub(super) const ROWS_A_RUN: usize = 10_000;

/// Fills in all that the database does not. The clock is looked at only where a column holds the moment.
pub(super) fn fill<N: NewModel>(rows: &mut [N]) {
    let holds_moment = |column: &ColumnDef| matches!(column.fill, Fill::OnCreate | Fill::OnWrite);
    let now = match N::Model::TABLE.columns.iter().any(holds_moment) {
        true => Utc::now(),
        false => DateTime::UNIX_EPOCH,
    };
    if let [row] = rows {
        return row.fill(now);
    }
    let nullable: Vec<usize> = N::Model::TABLE.filled_with_null().collect();
    for row in rows {
        row.fill_defaults(now);
        row.fill_with_null(nullable.iter().copied());
    }
}

/// Inserts filled rows, all or none of them, and gives them back as models in order.
pub(super) async fn insert<N: NewModel>(db: &Db, rows: Vec<N>) -> Result<Vec<N::Model>> {
    insert_at(db, rows, Stage::All, Asked::default()).await
}

/// The same for rows of which only these rules are to be asked.
pub(super) async fn insert_at<N: NewModel>(db: &Db, rows: Vec<N>, stage: Stage, asked: Asked) -> Result<Vec<N::Model>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = match InsertPlan::of(&rows[0], db.dialect())? {
        plan if rows.iter().all(|row| plan.fits(row)) => {
            validation::new_rows(&rows, &plan.ruled, stage)?;
            insert_alike(db, plan, rows, asked).await?
        }
        // On the heap, because it is rare.
        _ => Box::pin(insert_by_shape(db, rows, stage, asked)).await?,
    };
    attach_from(db, &mut rows);
    Ok(rows)
}

/// Inserts rows that all set the same fields, and were checked.
async fn insert_alike<N: NewModel>(
    db: &Db,
    plan: Arc<InsertPlan>,
    rows: Vec<N>,
    asked: Asked,
) -> Result<Vec<N::Model>> {
    let mut exchange = InsertExchange::by_plan(plan, rows, db.dialect());
    exchange.asked = asked;
    let rows = write(db, exchange).await?.rows;
    rows.into_iter().map(NewModel::into_model).collect::<Option<_>>().ok_or_else(incomplete)
}

/// Inserts rows of which some leave to the database what others set: a statement for each kind of them, in one transaction.
async fn insert_by_shape<N: NewModel>(db: &Db, rows: Vec<N>, stage: Stage, asked: Asked) -> Result<Vec<N::Model>> {
    // All rows here, so that what is wrong with any of them is said at once, by its place among all.
    validation::new_rows(&rows, &validation::all_ruled(N::Model::TABLE), stage)?;
    let mut shapes: Vec<(Arc<InsertPlan>, Vec<usize>, Vec<N>)> = Vec::new();
    let count = rows.len();
    for (place, row) in rows.into_iter().enumerate() {
        match shapes.iter_mut().find(|(plan, ..)| plan.fits(&row)) {
            Some((_, places, alike)) => {
                places.push(place);
                alike.push(row);
            }
            None => shapes.push((InsertPlan::of(&row, db.dialect())?, vec![place], vec![row])),
        }
    }
    db.as_one(async {
        let mut made: Vec<Option<N::Model>> = std::iter::repeat_with(|| None).take(count).collect();
        for (plan, places, alike) in shapes {
            let inserted = insert_alike(db, plan, alike, asked.clone()).await;
            let inserted = inserted.inspect_err(|_| asked.among(&places))?;
            for (place, row) in places.into_iter().zip(inserted) {
                made[place] = Some(row);
            }
        }
        made.into_iter().collect::<Option<_>>().ok_or_else(incomplete)
    })
    .await
}

/// What inserts one filled row.
pub(super) type OneRow<N> = Box<InsertExchange<N, [N; 1]>>;

/// Makes ready for inserting one filled row.
pub(super) fn one_row<N: NewModel>(db: &Db, row: N, stage: Stage) -> Result<OneRow<N>> {
    let plan = InsertPlan::of(&row, db.dialect())?;
    validation::new_row(&row, &plan.ruled, stage)?;
    Ok(InsertExchange::by_plan(plan, [row], db.dialect()))
}

/// Inserts it, and gives it back as a model.
pub(super) async fn insert_one<N: NewModel>(db: &Db, exchange: OneRow<N>) -> Result<N::Model> {
    let [row] = write(db, exchange).await?.rows;
    let mut row = row.into_model().ok_or_else(incomplete)?;
    attach_from(db, slice::from_mut(&mut row));
    Ok(row)
}

/// Inserts rows, of which there is at least one, and gives them back with what the database filled in.
async fn write<N: NewModel, R: Rows<N>>(
    db: &Db,
    exchange: Box<InsertExchange<N, R>>,
) -> Result<Box<InsertExchange<N, R>>> {
    let plan = &exchange.plan;
    let table = N::Model::TABLE;
    let columns = match exchange.arrays_back() {
        Some(arrays) => arrays.clone(),
        None if plan.filled.is_empty() => Columns::None,
        None => Columns::Some(table, Arc::clone(&plan.filled)),
    };
    let effect = Effect::Writes(table, Arc::clone(&plan.given));
    let statement = Statement { sql: plan.sql(exchange.form), access: Access::Write, columns, effect };
    let outcome = db.run(statement, exchange).await?;
    let exchange = returned::<InsertExchange<N, R>>(outcome.exchange)?;
    if !exchange.plan.filled.is_empty() && exchange.completed != exchange.rows.as_ref().len() {
        return Err(broken_backend("it did not give back each row that was inserted"));
    }
    Ok(exchange)
}

#[cold]
fn incomplete() -> Error {
    broken_backend("it left out a column that it fills")
}

/// Cuts many rows into runs that are neither too many nor too large.
pub(super) fn runs<R>(rows: &[R], bytes_of: impl Fn(&R) -> usize) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        if index > start && (bytes >= BYTES_A_RUN || index - start >= ROWS_A_RUN) {
            runs.push(start..index);
            (start, bytes) = (index, 0);
        }
        bytes += bytes_of(row);
    }
    runs.push(start..rows.len());
    runs
}

/// How many bytes of text are in a value.
pub(super) fn text_bytes(value: &Value<'_>) -> usize {
    match value {
        Value::Text(Cow::Borrowed(text)) => text.len(),
        Value::Text(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::List(_, values) | Value::Row(_, values) => values.iter().map(|value| text_bytes(value) + 8).sum(),
        _ => 0,
    }
}

/// One row, or many.
pub(super) trait Rows<N>: AsRef<[N]> + AsMut<[N]> + Send + 'static {}

impl<N, R: AsRef<[N]> + AsMut<[N]> + Send + 'static> Rows<N> for R {}

/// Rows on their way into a table, and what the database fills in on its way back into them.
pub(super) struct InsertExchange<N, R> {
    rows: R,
    row: PhantomData<N>,
    plan: Arc<InsertPlan>,
    form: InsertForm,
    runs: Runs,
    /// How many rows have come back: they come in the order in which they went.
    completed: usize,
    asked: Asked,
}

/// Which rows each run of the statement takes.
enum Runs {
    /// One each.
    Single,
    /// These.
    Ranges(Vec<Range<usize>>),
}

impl<N: NewModel> InsertExchange<N, Vec<N>> {
    /// What inserts rows that must all set the same fields: the one of a call for one, or those of a call for many.
    pub(super) fn alike(rows: Vec<N>, is_one: bool, dialect: Dialect) -> Result<Box<Self>> {
        let plan = InsertPlan::of(&rows[0], dialect)?;
        if !rows[1..].iter().all(|row| plan.fits(row)) {
            return Err(mixed_shapes(N::Model::TABLE));
        }
        match &*rows {
            [row] if is_one => validation::new_row(row, &plan.ruled, Stage::All)?,
            rows => validation::new_rows(rows, &plan.ruled, Stage::All)?,
        }
        Ok(Self::by_plan(plan, rows, dialect))
    }
}

impl<N: NewModel, R: Rows<N>> InsertExchange<N, R> {
    /// What inserts rows that all fit the plan, and were checked.
    fn by_plan(plan: Arc<InsertPlan>, rows: R, dialect: Dialect) -> Box<Self> {
        let all = rows.as_ref();
        let arrays = dialect == Dialect::Postgres && all.len() > 1 && !plan.given.is_empty();
        let (form, runs) = match arrays {
            true => (
                InsertForm::Arrays,
                Runs::Ranges(runs(all, |row| {
                    plan.sized.iter().map(|&column| row.column(column).look(text_bytes)).sum()
                })),
            ),
            false => (InsertForm::Row, Runs::Single),
        };
        Box::new(Self { rows, row: PhantomData, plan, form, runs, completed: 0, asked: Asked::default() })
    }

    /// How the rows are given.
    pub(super) fn form(&self) -> InsertForm {
        self.form
    }

    /// What the database sends where it sends arrays.
    fn arrays_back(&self) -> Option<&Columns> {
        self.plan.arrays_back.as_ref().filter(|_| self.form == InsertForm::Arrays)
    }

    /// Takes what the database filled in for many rows from an array of each column.
    fn take_arrays(&mut self, row: &mut dyn RowReader) -> ReadResult<()> {
        let begun = self.completed;
        for &column in &*self.plan.filled {
            self.completed = begun;
            row.list(N::Model::TABLE.columns[column].ty, &mut |cell| {
                if let Some(new) = self.rows.as_mut().get_mut(self.completed) {
                    new.read_column(column, cell)?;
                }
                self.completed += 1;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Takes it from a row of its own.
    fn take_row(&mut self, row: &mut dyn RowReader) -> ReadResult<()> {
        if let Some(new) = self.rows.as_mut().get_mut(self.completed) {
            self.plan.filled.iter().try_for_each(|&column| new.read_column(column, row))?;
        }
        self.completed += 1;
        Ok(())
    }

    /// The columns that are given.
    pub(super) fn given(&self) -> Arc<[usize]> {
        Arc::clone(&self.plan.given)
    }

    fn run(&self, set: usize) -> &[N] {
        let rows = self.rows.as_ref();
        match &self.runs {
            Runs::Single => &rows[set..=set],
            Runs::Ranges(ranges) => &rows[ranges[set].clone()],
        }
    }
}

#[cold]
fn mixed_shapes(table: &Table) -> Error {
    Error::Unsupported {
        reason: format!(
            "bulk_create of {} with on_conflict(..) needs rows that all set the same fields: a field that the database fills \
             is set in some of them and not in others",
            table.model
        ),
    }
}

impl<N: NewModel, R: Rows<N>> Exchange for InsertExchange<N, R> {
    fn sets(&self) -> usize {
        match &self.runs {
            Runs::Single => self.rows.as_ref().len(),
            Runs::Ranges(ranges) => ranges.len(),
        }
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        let rows = self.run(set);
        self.asked.note(matches!(self.runs, Runs::Single).then_some(set));
        let column = |column: usize| match self.form {
            InsertForm::Row => rows[0].column(column),
            InsertForm::Arrays => {
                let ty = N::Model::TABLE.columns[column].ty;
                binary::array(ty, rows.iter().map(|row| row.column(column)))
            }
        };
        let values = self.plan.given.iter().map(|&given| column(given));
        if !self.plan.is_wide {
            return Cow::Owned(values.collect());
        }
        let mut parameters = Vec::new();
        values.for_each(|value| value.each_parameter(&mut |parameter| parameters.push(parameter)));
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        match self.arrays_back() {
            Some(_) => self.take_arrays(row),
            None => self.take_row(row),
        }
    }
}
