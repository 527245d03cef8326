//! Failures of a backend, told in the program's words: tables become models, columns become fields.

mod check;

use std::sync::Arc;

use super::{ConstraintFailure, ConstraintKind, Failure, pointing_at, tables};
use crate::error::Error;
use crate::schema::{RelationDef, Table, constraint_name};
use crate::sql::{Columns, Effect};

/// A failure of a statement with these columns in its rows and this effect.
pub(super) fn failure(failure: Failure, columns: &Columns, effect: &Effect) -> Error {
    match failure {
        Failure::Constraint(constraint) => violation(constraint, effect),
        Failure::Read { column, error } => {
            let (model, field) = read_from(columns, column);
            Error::Read { model, field, source: error }
        }
        Failure::Columns { message } => Error::MissingColumn { message },
        Failure::ColumnType { column, expected, found } => {
            let (model, field) = read_from(columns, column);
            Error::ColumnType { model, field, expected, found }
        }
        Failure::Parameter { index, reason } => {
            let (model, field) = written_to(effect, index);
            Error::InvalidValue { model, field, reason }
        }
        Failure::Error(error) => error,
    }
}

/// A failure of what has no columns and no known effect.
pub(crate) fn plain(failure: Failure) -> Error {
    self::failure(failure, &Columns::None, &Effect::None)
}

fn read_from(columns: &Columns, index: usize) -> (&'static str, &'static str) {
    columns.get(index).map_or(("", ""), |column| (column.model, column.field))
}

fn written_to(effect: &Effect, parameter: usize) -> (&'static str, &'static str) {
    match effect {
        // Many rows in one statement give the columns again and again.
        Effect::Writes(table, columns) => {
            let written = Columns::Some(table, Arc::clone(columns)).get(parameter);
            (table.model, written.map_or("", |column| column.field))
        }
        Effect::Reads(_) | Effect::Deletes(_) | Effect::None | Effect::Settings => ("", ""),
    }
}

fn violation(failure: ConstraintFailure, effect: &Effect) -> Error {
    let ConstraintFailure { kind, code: _, table: table_name, columns, constraint } = failure;
    // The table that was written, rather than another model's of the same name.
    let known = effect.table().into_iter().chain(tables());
    let named = table_name.as_deref().and_then(|name| known.into_iter().find(|table| table.name == name));
    let (table, columns) = match named {
        Some(table) if columns.is_empty() => (Some(table), columns_of(table, constraint.as_deref())),
        None if table_name.is_none() && columns.is_empty() => guess(kind, effect),
        table => (table, columns),
    };
    let constraint = constraint.or_else(|| table.and_then(|table| constraint_of(table, kind, &columns)));
    let mut fields: Vec<String> = columns.into_iter().map(|column| field_name(table, column)).collect();
    // A foreign key of several columns is one field.
    fields.dedup();
    if let (ConstraintKind::Check, Some(table), Some(name), []) = (kind, table, &constraint, &*fields) {
        fields = check::fields(table, name);
    }
    let model = table.map_or(table_name.unwrap_or_default(), |table| table.model.to_owned());
    match kind {
        ConstraintKind::Unique => Error::UniqueViolation { model, fields, constraint },
        ConstraintKind::ForeignKey => Error::ForeignKeyViolation { model, fields, constraint },
        ConstraintKind::NotNull => Error::NotNullViolation { model, fields },
        ConstraintKind::Check => Error::CheckViolation { model, fields, constraint },
        ConstraintKind::Exclusion => Error::ExclusionViolation { model, fields, constraint },
    }
}

/// Where the database names no table: the one that the statement was about, and the foreign key where only one can
/// have refused it.
fn guess(kind: ConstraintKind, effect: &Effect) -> (Option<&'static Table>, Vec<String>) {
    let only = |(table, relation): (&'static Table, &RelationDef)| (Some(table), names(table, &[relation.column]));
    match effect {
        Effect::Reads(_) | Effect::None | Effect::Settings => (None, Vec::new()),
        Effect::Writes(table, _) => match table.relations {
            [relation] if kind == ConstraintKind::ForeignKey => only((table, relation)),
            _ => (Some(table), Vec::new()),
        },
        Effect::Deletes(table) => {
            let (refusing, passing): (Vec<_>, Vec<_>) =
                pointing_at(table).partition(|(_, relation)| relation.on_delete.refuses());
            match (refusing.as_slice(), passing.as_slice()) {
                // What a cascade deletes can be refused further on.
                ([one], []) => only(*one),
                _ => (Some(table), Vec::new()),
            }
        }
    }
}

fn field_name(table: Option<&Table>, column: String) -> String {
    let has_it = |table: &Table, index: usize| table.parts(index).any(|part| part.name == column);
    let field = table.and_then(|table| {
        let index = (0..table.columns.len()).find(|&index| has_it(table, index))?;
        Some(table.columns[index].field.to_owned())
    });
    field.unwrap_or(column)
}

/// The names of columns in the database.
fn names(table: &Table, columns: &[usize]) -> Vec<String> {
    table.parts_of(columns).into_iter().map(|part| part.name.into_owned()).collect()
}

/// The names that `create_tables` gives to a table's constraints, each with its columns.
fn constraints(table: &'static Table) -> impl Iterator<Item = (ConstraintKind, String, Vec<String>)> {
    let primary = (ConstraintKind::Unique, constraint_name(table.name, [], "pkey"), names(table, &[table.primary_key]));
    let unique = table.columns.iter().enumerate().filter(|(_, column)| column.unique).map(|(index, column)| {
        (ConstraintKind::Unique, constraint_name(table.name, [column.name], "key"), names(table, &[index]))
    });
    let together = table
        .indexes
        .iter()
        .filter(|index| index.unique)
        .map(|index| (ConstraintKind::Unique, index.name(table), names(table, index.columns)));
    let foreign = table.relations.iter().map(|relation| {
        let column = table.columns[relation.column].name;
        (ConstraintKind::ForeignKey, constraint_name(table.name, [column], "fkey"), names(table, &[relation.column]))
    });
    std::iter::once(primary).chain(unique).chain(together).chain(foreign)
}

fn columns_of(table: &'static Table, constraint: Option<&str>) -> Vec<String> {
    constraints(table)
        .find(|(_, name, _)| Some(name.as_str()) == constraint)
        .map(|(_, _, columns)| columns)
        .unwrap_or_default()
}

fn constraint_of(table: &'static Table, kind: ConstraintKind, columns: &[String]) -> Option<String> {
    if columns.is_empty() {
        return None;
    }
    constraints(table)
        .find(|(its_kind, _, its_columns)| *its_kind == kind && its_columns.iter().eq(columns.iter()))
        .map(|(_, name, _)| name)
}
