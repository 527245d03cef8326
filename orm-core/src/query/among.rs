//! Deletes of rows that may go with each other.
//!
//! PostgreSQL deletes what a statement names before it looks for what points there. SQLite does so row by row: a row that has gone with
//! another one by `on_delete = cascade` is not counted when its turn comes, nor given back.

use std::ptr;

use super::keys::keys;
use crate::database::{Db, pointing_at};
use crate::error::Result;
use crate::schema::{OnDelete, Table};
use crate::sql::{Dialect, Select};

/// Whether rows of a table that are deleted may take others of it along before these are deleted themselves.
pub(super) fn go_before_their_turn(db: &Db, table: &'static Table) -> bool {
    db.dialect() == Dialect::Sqlite && leads_back(table)
}

/// How many rows these are.
pub(super) async fn count(db: &Db, rows: Select) -> Result<u64> {
    Ok(u64::try_from(keys(db, rows).await?.len()).unwrap_or(u64::MAX))
}

/// Whether `on_delete = cascade` leads from a table to itself, be it by way of others.
fn leads_back(table: &'static Table) -> bool {
    let (mut seen, mut next): (Vec<&'static Table>, _) = (Vec::new(), vec![table]);
    while let Some(target) = next.pop() {
        for (child, _) in pointing_at(target).filter(|(_, relation)| relation.on_delete == OnDelete::Cascade) {
            if ptr::eq(child, table) {
                return true;
            }
            if !seen.iter().any(|other| ptr::eq(*other, child)) {
                seen.push(child);
                next.push(child);
            }
        }
    }
    false
}
