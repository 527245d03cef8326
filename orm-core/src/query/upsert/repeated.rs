//! New rows that collide with each other.

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::relation::RowKey;
use crate::sql::ConflictTarget;

/// Refuses several new rows with the same values in the columns of a conflict. PostgreSQL cannot update a row twice in one
/// statement, and SQLite would.
pub(super) fn refuse<N: NewModel>(rows: &[N], target: &ConflictTarget) -> Result<()> {
    let ConflictTarget::Columns { columns, .. } = target else { return Ok(()) };
    if rows.len() < 2 {
        return Ok(());
    }
    let key = |row: &N| columns.iter().map(|&column| RowKey::of(row.column(column))).collect::<Option<Vec<_>>>();
    let mut seen = HashMap::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        // What is NULL, or made by the database, collides with nothing.
        let Some(key) = key(row) else { continue };
        if let Some(other) = seen.insert(key, index) {
            return Err(repeated(N::Model::TABLE, columns, other, index));
        }
    }
    Ok(())
}

#[cold]
fn repeated(table: &crate::schema::Table, columns: &[usize], one: usize, other: usize) -> Error {
    let fields: Vec<_> = columns.iter().map(|&column| table.at(column).field).collect();
    let (model, fields, one, other) = (table.model, fields.join(", "), one + 1, other + 1);
    let reason = format!(
        "the new rows {one} and {other} of {model} have the same {fields}, and a row is updated once: leave one of them out"
    );
    Error::Unsupported { reason }
}
