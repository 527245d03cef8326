//! Which collisions are meant.

use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::query::IntoColumns;
use crate::schema::{Table, constraint_name};
use crate::sql::ConflictTarget;

pub(super) fn of_columns<M: Model, C: IntoColumns<M>>(columns: impl FnOnce(&'static Fields<M>) -> C) -> ConflictTarget {
    ConflictTarget::Columns { columns: columns(Fields::<M>::REF).into_columns(), filter: Vec::new() }
}

/// By its columns, where the model has a unique constraint of this name: then it is found on both databases.
pub(super) fn of_constraint(table: &'static Table, name: String) -> ConflictTarget {
    match columns_of(table, &name) {
        Some(columns) => ConflictTarget::Columns { columns, filter: Vec::new() },
        None => ConflictTarget::Constraint(name),
    }
}

fn columns_of(table: &'static Table, name: &str) -> Option<Vec<usize>> {
    if constraint_name(table.name, [], "pkey") == name {
        return Some(table.composite_key.map_or_else(|| vec![table.primary_key], |key| key.parts.to_vec()));
    }
    let names = |column: usize| table.parts(column).map(|part| part.name.into_owned()).collect::<Vec<_>>();
    let single = (0..table.columns.len()).filter(|&column| table.columns[column].unique);
    let mut single = single
        .map(|column| (constraint_name(table.name, names(column).iter().map(String::as_str), "key"), vec![column]));
    let indexes = table.indexes.iter().filter(|index| index.unique);
    let mut several = indexes.map(|index| (index.name(table), index.columns.to_vec()));
    single
        .find(|(known, _)| known == name)
        .or_else(|| several.find(|(known, _)| known == name))
        .map(|(_, columns)| columns)
}
