use chrono::{DateTime, Utc};

use super::Model;
use crate::value::{ReadResult, RowReader, Value};

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

    /// Fills what the program left out: defaults, `auto_now` and keys that are not counted up by the database.
    fn fill(&mut self, now: DateTime<Utc>);

    /// Whether a column has a value; the database fills the others.
    fn is_set(&self, column: usize) -> bool;

    /// The value of a column that is set.
    fn column(&self, column: usize) -> Value<'_>;

    /// Takes what the database filled in from the next cell.
    ///
    /// # Errors
    /// When the cell does not hold what the field takes.
    fn read_column(&mut self, column: usize, row: &mut dyn RowReader) -> ReadResult<()>;

    /// The row, once every column is set; `None` before.
    fn into_model(self) -> Option<Self::Model>;
}
