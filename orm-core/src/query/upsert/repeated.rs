//! New rows that collide with each other.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::relation::RowKey;
use crate::sql::ConflictTarget;
use crate::value::Value;

/// Refuses several new rows with the same values in the columns of a conflict. PostgreSQL cannot update a row twice in one
/// statement, and SQLite would.
pub(super) fn refuse<N: NewModel>(rows: &[N], target: &ConflictTarget) -> Result<()> {
    // Of a partial index, the database alone knows which rows are in it.
    let ConflictTarget::Columns { columns, filter } = target else { return Ok(()) };
    if rows.len() < 2 || !filter.is_empty() {
        return Ok(());
    }
    let key = |row: &N| match columns.as_slice() {
        [column] => part(row.column(*column)).map(Key::Part),
        columns => columns.iter().map(|&column| part(row.column(column))).collect::<Option<_>>().map(Key::Parts),
    };
    let mut seen = HashMap::with_capacity_and_hasher(rows.len(), RandomState::default());
    for (index, row) in rows.iter().enumerate() {
        // What is NULL, or made by the database, collides with nothing.
        let Some(key) = key(row) else { continue };
        if let Some(other) = seen.insert(key, index) {
            return Err(repeated(N::Model::TABLE, columns, other, index));
        }
    }
    Ok(())
}

/// What rows have in the columns of a conflict, which is mostly one.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Part(RowKey),
    Parts(Vec<RowKey>),
}

/// A value as what can be compared with others of its column; nothing where it is NULL.
fn part(value: Value<'_>) -> Option<RowKey> {
    match value {
        Value::Null(_) => None,
        Value::Boolean(truth) => Some(RowKey::Integer(truth.into())),
        Value::Time(micros) | Value::Timestamp(micros) | Value::TimestampTz(micros) => Some(RowKey::BigInt(micros)),
        Value::Decimal(decimal) => Some(RowKey::Text(decimal.normalize().to_string().into())),
        Value::Enum(_, label) => Some(RowKey::Text(label.to_string().into())),
        Value::Bytes(bytes) => Some(RowKey::Text(format!("{bytes:?}").into())),
        Value::Range(ty, range) => Some(RowKey::Text(ty.plain_text(&range).into())),
        Value::Interval(span) => Some(RowKey::Text(span.compared().to_string().into())),
        Value::Inet(address) => Some(RowKey::Text(address.to_string().into())),
        Value::Cidr(network) => Some(RowKey::Text(network.to_string().into())),
        value => RowKey::of(value),
    }
}

#[cold]
fn repeated(table: &crate::schema::Table, columns: &[usize], one: usize, other: usize) -> Error {
    let fields: Vec<_> = columns.iter().map(|&column| table.at(column).field).collect();
    let (model, fields) = (table.model, fields.join(", "));
    let reason = format!(
        "the new rows {one} and {other} of {model} have the same {fields}, and a row is updated once: leave one of them out"
    );
    Error::Unsupported { reason }
}
