use crate::error::{Error, Result};
use crate::schema::{Fill, Table};

/// An error for a value of a column that the database computes.
#[cold]
pub(super) fn computed_by_database(table: &'static Table, column: usize) -> Error {
    let (model, field) = (table.model, table.columns[column].field);
    Error::InvalidValue { model, field, reason: "the database computes it from other columns".to_owned() }
}

/// Refuses columns that the program names to be written as they are at hand, and cannot: what the database computes, and versions.
pub(super) fn refuse_kept_by_others(table: &'static Table, named: &[usize]) -> Result<()> {
    for &column in named {
        match table.at(column).fill {
            Fill::Computed => return Err(computed_by_database(table, column)),
            Fill::Version => {
                let (model, field) = (table.model, table.at(column).field);
                let reason = "each write counts it on: leave it out".to_owned();
                return Err(Error::InvalidValue { model, field, reason });
            }
            _ => {}
        }
    }
    Ok(())
}
