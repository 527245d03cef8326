use crate::error::Error;
use crate::schema::Table;

/// An error for a value of a column that the database computes.
#[cold]
pub(super) fn computed_by_database(table: &'static Table, column: usize) -> Error {
    let (model, field) = (table.model, table.columns[column].field);
    Error::InvalidValue { model, field, reason: "the database computes it from other columns".to_owned() }
}
