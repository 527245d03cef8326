use std::slice;

use super::gather::attach_models;
use crate::database::{Db, default_db};
use crate::model::Model;
use crate::relation::Provenance;

/// Makes rows that were read or made together in a database know of each other.
pub(super) fn attach_from<M: Model>(db: &Db, rows: &mut [M]) {
    if M::HAS_RELATIONS {
        attach_models(rows, &db.provenance());
    }
}

/// The same for a row that was at hand, of which these columns have been written.
pub(super) fn attach_written<M: Model>(db: &Db, row: &mut M, columns: impl IntoIterator<Item = usize>) {
    let table = M::TABLE;
    let is_key = |column: usize| {
        let holds = |key: usize| column == key || key == table.primary_key && table.is_key(column);
        table.reverse.iter().any(|relation| holds(relation.near_column()))
    };
    let is_foreign = |column: usize| table.relations.iter().any(|relation| relation.column == column);
    // What is deferred is found by the row's own key, which may be another one by now, or not have been of this database before.
    let is_found_by_key = table.deferred().next().is_some();
    if is_found_by_key || columns.into_iter().any(|column| is_foreign(column) || is_key(column)) {
        attach_models(slice::from_mut(row), &Provenance { is_written: true, ..db.provenance() });
    }
}

impl Db {
    /// What a row knows that came from this database: which one it was, unless that is found without knowing it.
    pub(super) fn provenance(&self) -> Provenance {
        let is_default = default_db().is_ok_and(|default| default.is_same(self));
        Provenance::new((!is_default).then(|| self.clone()), false)
    }
}
