//! What keeps rows from being deleted. The database only says that something does; looking for it tells.

use super::going::Going;
use super::keys::{keys, points_at};
use crate::database::{Db, pointing_at};
use crate::error::{Error, ProtectedBy, Result};
use crate::relation::RowKey;
use crate::schema::Table;
use crate::sql::Select;
use crate::value::date_from_days;

/// How many rows are named, and of how many that were to be deleted it is looked for.
const NAMED: usize = 5;
const LOOKED_FOR: u64 = 1_000;

/// The error, with the rows that are the reason where they can be found: not in a transaction that it has broken.
pub(super) async fn explain(db: &Db, deleted: Select, error: Error) -> Error {
    let Error::ForeignKeyViolation { .. } = error else { return error };
    match find(db, deleted).await {
        Ok((model, by)) if !by.is_empty() => Error::Protected { model, by },
        _ => error,
    }
}

/// Deletes in several statements, as one. What it was refused for is answered only when that is over and undone.
pub(super) async fn as_one_explained<T>(
    db: &Db,
    rows: impl FnOnce() -> Select,
    deleting: impl Future<Output = Result<T>>,
) -> Result<T> {
    // On the heap, because a delete of several statements has much to remember.
    match Box::pin(db.as_one(deleting)).await {
        Err(error) => Err(Box::pin(explain(db, rows(), error)).await),
        done => done,
    }
}

async fn find(db: &Db, mut deleted: Select) -> Result<(&'static str, Vec<ProtectedBy>)> {
    let target = deleted.table;
    deleted.limit = Some(deleted.limit.unwrap_or(LOOKED_FOR).min(LOOKED_FOR));
    let first = keys(db, deleted).await?;
    let mut by = refusing(db, target, &first).await?;
    // What goes with them is asked for only where nothing points at the rows themselves.
    if by.is_empty() {
        for (table, those) in Going::with(db, target, first, Some(LOOKED_FOR)).await?.tables() {
            let those: Vec<RowKey> = those.iter().cloned().collect();
            by.extend(refusing(db, table, &those).await?);
        }
    }
    Ok((target.model, by))
}

/// What points at these rows of a table, and keeps them.
async fn refusing(db: &Db, target: &'static Table, those: &[RowKey]) -> Result<Vec<ProtectedBy>> {
    let mut by = Vec::new();
    for (table, relation) in pointing_at(target).filter(|(_, relation)| relation.on_delete.refuses()) {
        let mut pointing = Select::new(table);
        pointing.filter.push(points_at(db, table, relation, target, those).await?);
        pointing.limit = u64::try_from(NAMED + 1).ok();
        // A model without a table, as in a database that holds only some of them, has no rows there.
        let mut found = keys(db, pointing).await.unwrap_or_default();
        found.sort();
        if !found.is_empty() {
            let (and_more, named) = (found.len() > NAMED, found.iter().take(NAMED).map(text).collect());
            by.push(ProtectedBy::new(table.model, relation.field, target.model, named, and_more));
        }
    }
    Ok(by)
}

/// As it is written in Rust.
pub(super) fn text(key: &RowKey) -> String {
    match key {
        RowKey::SmallInt(key) => key.to_string(),
        RowKey::Integer(key) => key.to_string(),
        RowKey::BigInt(key) => key.to_string(),
        RowKey::Uuid(key) => key.to_string(),
        RowKey::Text(key) => format!("{key:?}"),
        RowKey::Date(days) => date_from_days(*days).map_or_else(|_| days.to_string(), |day| day.to_string()),
        RowKey::Row(parts) => format!("({})", parts.keys().iter().map(text).collect::<Vec<_>>().join(", ")),
    }
}
