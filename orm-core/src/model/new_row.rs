use super::{Model, Row};
use crate::value::{Cell, ReadResult, RowReader, Value};

/// Some columns of a row with their values: of a new row, whether complete or not, and of a patch. Implemented by `#[derive(Model)]`.
///
/// ```
/// use orm::model::NewRow;
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// assert!(Country::create().name("France").is_set(1));
/// assert!(!Country::patch().is_set(1));
/// ```
pub trait NewRow {
    /// The model whose columns they are.
    type Model: Model;

    /// The row of which nothing is set yet: whoever makes it so has to see that all is set that must be.
    #[doc(hidden)]
    fn unset() -> Self
    where
        Self: Sized;

    /// Its cells.
    fn row(&self) -> &dyn Row;

    /// Its cells, to be changed.
    fn row_mut(&mut self) -> &mut dyn Row;

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
