use chrono::{DateTime, Utc};

use super::{Model, NewRow};

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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a complete new row by itself",
    label = "a required field is not set, or other rows are nested in it",
    note = "batches, upserts and `bulk_create` take rows by themselves; one with rows nested in it is created by awaiting it"
)]
pub trait NewModel: NewRow<Model: Model<New = Self>> + Sized + Send + 'static {
    /// Fills in what the program left out and Rust code gives: defaults, `auto_now`, and keys made by the program.
    fn fill_defaults(&mut self, now: DateTime<Utc>) {
        let _ = now;
    }

    /// The row, once every column is set; `None` before.
    fn into_model(self) -> Option<Self::Model>;

    /// Fills in all that the database does not: defaults, and NULL where nothing else is said.
    fn fill(&mut self, now: DateTime<Utc>) {
        self.fill_defaults(now);
        self.fill_with_null(Self::Model::TABLE.filled_with_null());
    }

    /// Fills those of these columns with NULL that are not set.
    #[doc(hidden)]
    fn fill_with_null(&mut self, columns: impl Iterator<Item = usize>) {
        let row = self.row_mut();
        for column in columns {
            if let Some(cell) = row.cell_mut(column).filter(|cell| !cell.is_set()) {
                cell.set_null();
            }
        }
    }
}
