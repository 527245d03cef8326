//! The key of a row that is written out whole in a document.

use serde_json::{Map, Value};

use crate::schema::Table;

/// The fields that a column of this table is in a document: its own, or those of a key of several columns.
pub(super) fn fields(table: &'static Table, column: usize) -> Vec<&'static str> {
    match table.composite_key.filter(|_| column == table.primary_key) {
        Some(key) => key.parts.iter().map(|&part| table.columns[part].field).collect(),
        None => vec![table.columns[column].field],
    }
}

/// What this column holds, which is a key of the table, as it is written where it stands by itself.
///
/// # Errors
/// The field that is missing.
pub(super) fn key_of(
    table: &'static Table,
    column: usize,
    row: &mut Map<String, Value>,
) -> Result<Value, &'static str> {
    if let Some(key) = table.composite_key.filter(|_| column == table.primary_key) {
        return key.parts.iter().map(|&part| key_of(table, part, row)).collect();
    }
    let field = table.columns[column].field;
    let relation = table.relations.iter().find(|relation| relation.column == column);
    match (row.remove(field).ok_or(field)?, relation) {
        // A foreign key whose row is loaded.
        (Value::Object(mut other), Some(relation)) => key_of((relation.target)(), relation.target_column(), &mut other),
        (written, _) => Ok(written),
    }
}
