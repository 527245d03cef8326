//! Which collisions are meant.

use crate::error::{Error, Result};
use crate::expr::Node;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::query::IntoColumns;
use crate::query::unique::{is_unique, unique_sets};
use crate::schema::{Table, constraint_name};
use crate::sql::ConflictTarget;

/// What the program says of the collisions that are meant.
#[derive(Debug)]
pub(super) struct Target {
    by: By,
    /// What is true of the rows in a partial index.
    filter: Vec<Node>,
}

#[derive(Debug)]
enum By {
    Any,
    Columns(Vec<usize>),
    Constraint(String),
}

impl Target {
    pub(super) fn any() -> Self {
        Self { by: By::Any, filter: Vec::new() }
    }

    pub(super) fn columns<M: Model, C: IntoColumns<M>>(columns: impl FnOnce(&'static Fields<M>) -> C) -> Self {
        Self { by: By::Columns(columns(Fields::<M>::REF).into_columns()), filter: Vec::new() }
    }

    pub(super) fn constraint(name: String) -> Self {
        Self { by: By::Constraint(name), filter: Vec::new() }
    }

    /// Those of a partial index with this condition.
    pub(super) fn index_where(&mut self, condition: Node) {
        self.filter.push(condition);
    }

    /// The target of the statement, if it makes sense. A constraint of the model's own is known by its columns, which SQLite asks for.
    pub(super) fn resolved(self, table: &'static Table) -> Result<ConflictTarget> {
        let Self { by, filter } = self;
        match by {
            By::Any => Ok(ConflictTarget::Any),
            // Which condition an index of the database has, no model says.
            By::Columns(columns) if filter.is_empty() && !is_unique(table, &columns) => {
                Err(not_unique(table, &columns))
            }
            By::Columns(columns) => Ok(ConflictTarget::Columns { columns, filter }),
            By::Constraint(name) if !filter.is_empty() => Err(constraint_with_condition(table, &name)),
            By::Constraint(name) => Ok(match columns_of(table, &name) {
                Some(columns) => ConflictTarget::Columns { columns, filter },
                None => ConflictTarget::Constraint(name),
            }),
        }
    }
}

#[cold]
fn constraint_with_condition(table: &Table, name: &str) -> Error {
    let reason = format!(
        "index_where(..) says which partial index of {} is meant, and on_constraint({name:?}) names what has no condition: \
         use on_conflict(..) with the columns of the index",
        table.model
    );
    Error::Unsupported { reason }
}

#[cold]
fn not_unique(table: &'static Table, columns: &[usize]) -> Error {
    let named = |columns: &[usize]| match columns {
        [column] => table.at(*column).field.to_owned(),
        columns => {
            let fields: Vec<_> = columns.iter().map(|&column| table.at(column).field).collect();
            format!("({})", fields.join(", "))
        }
    };
    let sets: Vec<_> = unique_sets(table).iter().map(|set| named(set)).collect();
    let reason = format!(
        "on_conflict of {model} names {given}, in which rows may be alike: unique are {sets}. Where the database has a unique index that \
         the model does not know, say #[orm(unique)] there, index_where(..) if it is a partial one, or on_constraint(..) with the constraint's name",
        model = table.model,
        given = named(columns),
        sets = sets.join(", ")
    );
    Error::Unsupported { reason }
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
