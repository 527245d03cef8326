//! The rows that a delete takes along: those that go by `on_delete = cascade`. The database does not tell.

use std::collections::HashSet;
use std::ptr;

use super::keys::{keys, points_at};
use crate::database::{Db, pointing_at};
use crate::error::Result;
use crate::relation::RowKey;
use crate::schema::{OnDelete, Table};
use crate::sql::Select;

/// The keys of rows that go, table by table, in the order in which they were reached.
pub(super) struct Going(Vec<(&'static Table, HashSet<RowKey>)>);

impl Going {
    /// What goes with these rows of a table, and they themselves; of what points at them at most so many rows for each
    /// foreign key, where there is a limit. It costs a query for each foreign key on the way.
    pub(super) async fn with(db: &Db, table: &'static Table, first: Vec<RowKey>, limit: Option<u64>) -> Result<Self> {
        let mut going = Self(Vec::new());
        let mut next = vec![(table, first)];
        while let Some((table, found)) = next.pop() {
            let new = going.new_among(table, found);
            if new.is_empty() {
                continue;
            }
            for (child, relation) in pointing_at(table) {
                if relation.on_delete == OnDelete::Cascade {
                    let mut pointing = Select::new(child);
                    pointing.filter.push(points_at(db, child, relation, table, &new).await?);
                    pointing.limit = limit;
                    next.push((child, keys(db, pointing).await?));
                }
            }
        }
        Ok(going)
    }

    /// Those of the keys that were not there yet, which they are now.
    fn new_among(&mut self, table: &'static Table, found: Vec<RowKey>) -> Vec<RowKey> {
        let place = self.0.iter().position(|(other, _)| ptr::eq(*other, table)).unwrap_or_else(|| {
            self.0.push((table, HashSet::new()));
            self.0.len() - 1
        });
        let known = &mut self.0[place].1;
        found.into_iter().filter(|key| known.insert(key.clone())).collect()
    }

    /// The tables, each with the keys of its rows.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&'static Table, &HashSet<RowKey>)> {
        self.0.iter().map(|(table, keys)| (*table, keys))
    }
}
