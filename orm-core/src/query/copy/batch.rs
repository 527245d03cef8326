use std::slice;
use std::sync::Arc;

use crate::database::Db;
use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::query::insert::{fill, text_bytes};
use crate::query::plan::InsertPlan;
use crate::sql::Dialect;
use crate::validation::{self, Stage};
use crate::value::SqlType;

/// The first batch has this many rows, so that the database need not wait for long, and each one four times as many as that before.
const FIRST_ROWS: usize = 1_024;
/// A batch is sent when it has this many rows: enough that the ways to the server and back cost little beside them.
const MOST_ROWS: usize = 32_768;
/// And when its rows take about this many bytes of memory, of which there are two at a time.
const MOST_BYTES: usize = 4 << 20;

/// Where a row is from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    /// Its place among all rows, from 0.
    pub(super) row: usize,
    /// The line at which it begins, where it was read from text.
    pub(super) line: Option<u64>,
}

/// Rows that are sent together.
pub(super) struct Batch<N> {
    /// Those that set the same fields stand together, because a statement gives the same columns for all of its rows.
    pub(super) shapes: Vec<Shape<N>>,
    dialect: Dialect,
    rows: usize,
    most_rows: usize,
    memory: usize,
    /// About how large their values are.
    pub(super) size: u64,
}

/// Rows that set the same fields.
pub(super) struct Shape<N> {
    pub(super) plan: Arc<InsertPlan>,
    pub(super) rows: Vec<N>,
    /// Where each row is from.
    pub(super) origins: Vec<Origin>,
    /// What a row takes at least.
    fixed_size: usize,
}

impl<N: NewModel> Batch<N> {
    /// The batch with this number, from 0.
    pub(super) fn new(db: &Db, number: u32) -> Self {
        let most_rows = 4_usize.saturating_pow(number).saturating_mul(FIRST_ROWS).min(MOST_ROWS);
        Self { shapes: Vec::new(), dialect: db.dialect(), rows: 0, most_rows, memory: 0, size: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether it is to be sent.
    pub(super) fn is_full(&self) -> bool {
        self.rows >= self.most_rows || self.memory >= MOST_BYTES
    }

    /// Takes the row that is from there.
    pub(super) fn push(&mut self, mut row: N, origin: Origin) -> Result<()> {
        fill(slice::from_mut(&mut row));
        let place = match self.shapes.iter().position(|shape| shape.plan.fits(&row)) {
            Some(place) => place,
            None => {
                self.shapes.push(Shape::of(&row, self.dialect)?);
                self.shapes.len() - 1
            }
        };
        let shape = &mut self.shapes[place];
        let plan = &shape.plan;
        validation::new_row(&row, &plan.ruled, Stage::All).map_err(|error| origin.named_in(error))?;
        let texts: usize = plan.sized.iter().map(|&column| row.column(column).look(text_bytes)).sum();
        self.rows += 1;
        self.memory += size_of::<N>() + texts;
        self.size += u64::try_from(shape.fixed_size + texts).unwrap_or(u64::MAX);
        shape.rows.push(row);
        shape.origins.push(origin);
        Ok(())
    }
}

impl<N: NewModel> Shape<N> {
    fn of(row: &N, dialect: Dialect) -> Result<Self> {
        let plan = InsertPlan::of(row, dialect)?;
        let fixed_size = plan.given.iter().map(|&column| fixed_size(N::Model::TABLE.columns[column].ty)).sum();
        Ok(Self { plan, rows: Vec::new(), origins: Vec::new(), fixed_size })
    }
}

/// How many bytes a value of this type has, but for those of text, bytes and lists.
fn fixed_size(ty: SqlType) -> usize {
    match ty {
        SqlType::Boolean => 1,
        SqlType::SmallInt => 2,
        SqlType::Integer | SqlType::Real | SqlType::Date | SqlType::Enum(_) => 4,
        SqlType::Uuid | SqlType::Interval | SqlType::Decimal | SqlType::Inet | SqlType::Cidr => 16,
        SqlType::Range(_) => 25,
        SqlType::Text | SqlType::Bytes | SqlType::Json | SqlType::List(_) => 0,
        SqlType::Row(row) => row.parts.iter().map(|part| fixed_size(*part)).sum(),
        _ => 8,
    }
}

impl Origin {
    /// The error, which says that it is about this row.
    #[cold]
    pub(super) fn named_in(self, error: Error) -> Error {
        match error {
            Error::InvalidValue { model, field, reason } => {
                let reason = match self.line {
                    Some(line) => format!("line {line}: {reason}"),
                    None => format!("row {}: {reason}", self.row),
                };
                Error::InvalidValue { model, field, reason }
            }
            Error::Validation { model, problems } => {
                Error::Validation { model, problems: problems.of_row(self.row, self.line) }
            }
            other => other,
        }
    }
}
