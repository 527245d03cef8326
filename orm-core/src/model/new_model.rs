use chrono::{DateTime, Utc};

use super::{Model, Row};
use crate::schema::Fill;
use crate::value::{Cell, ReadResult, RowReader, Value};

/// A new row with every required field set, such as `NewUser` for `User`. Implemented by `#[derive(Model)]`.
///
/// A column is set by the program, by its default, or later by the database.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// let france: NewCountry = Country::create().name("France");
/// ```
pub trait NewModel: Sized + Send + 'static {
    /// The model that it becomes.
    type Model: Model<New = Self>;
    /// The row of which nothing is set yet: whoever makes it so has to see that all is set that must be.
    #[doc(hidden)]
    fn unset() -> Self;

    /// Its cells.
    fn row(&self) -> &dyn Row;

    /// Its cells, to be changed.
    fn row_mut(&mut self) -> &mut dyn Row;

    /// Fills in what the program left out and Rust code gives: defaults, `auto_now`, and keys made by the program.
    fn fill_defaults(&mut self, now: DateTime<Utc>) {
        let _ = now;
    }

    /// The row, once every column is set; `None` before.
    fn into_model(self) -> Option<Self::Model>;

    /// Fills in all that the database does not: defaults, and NULL where nothing else is said.
    fn fill(&mut self, now: DateTime<Utc>) {
        self.fill_defaults(now);
        for (index, column) in Self::Model::TABLE.columns.iter().enumerate() {
            if !column.nullable || column.db_default.is_some() || column.fill != Fill::Given {
                continue;
            }
            if let Some(cell) = self.row_mut().cell_mut(index).filter(|cell| !cell.is_set()) {
                cell.set_null();
            }
        }
    }

    /// Whether a column has a value; the database fills the others.
    fn is_set(&self, column: usize) -> bool {
        self.row().cell(column).is_some_and(Cell::is_set)
    }

    /// The value of a column that is set.
    fn column(&self, column: usize) -> Value<'_> {
        let null = || Value::Null(Self::Model::TABLE.columns[column].ty);
        self.row().cell(column).map_or_else(null, Cell::to_value)
    }

    /// Takes what the database filled in from the next cell.
    ///
    /// # Errors
    /// When the cell does not hold what the field takes.
    fn read_column(&mut self, column: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.row_mut().cell_mut(column).map_or(Ok(()), |cell| cell.read(row))
    }
}
