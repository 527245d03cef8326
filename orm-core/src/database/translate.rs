//! Failures of a backend, told in the program's words: tables become models, columns become fields.

use super::{ConstraintFailure, ConstraintKind, Failure, models};
use crate::error::Error;
use crate::schema::{Table, constraint_name};
use crate::sql::Columns;

/// A failure of a statement with these columns in its rows, whose parameters are written to these.
pub(super) fn failure(failure: Failure, columns: &Columns, written: &Columns) -> Error {
    match failure {
        Failure::Constraint(constraint) => violation(constraint),
        Failure::Read { column, error } => {
            let (model, field) = names(columns, column);
            Error::Read { model, field, source: error }
        }
        Failure::ColumnType { column, expected, found } => {
            let (model, field) = names(columns, column);
            Error::ColumnType { model, field, expected, found }
        }
        Failure::Parameter { index, reason } => {
            let (model, field) = names(written, index);
            Error::InvalidValue { model, field, reason }
        }
        Failure::Error(error) => error,
    }
}

/// A failure of what has no columns.
pub(crate) fn plain(failure: Failure) -> Error {
    self::failure(failure, &Columns::None, &Columns::None)
}

fn names(columns: &Columns, index: usize) -> (&'static str, &'static str) {
    columns.get(index).map_or(("", ""), |column| (column.model, column.field))
}

fn violation(failure: ConstraintFailure) -> Error {
    let table = failure
        .table
        .as_deref()
        .and_then(|name| models().into_iter().map(|model| model.table).find(|table| table.name == name));
    let ConstraintFailure { kind, table: table_name, columns, constraint } = failure;
    let columns = match table {
        Some(table) if columns.is_empty() => columns_of(table, constraint.as_deref()),
        _ => columns,
    };
    let constraint = constraint.or_else(|| table.and_then(|table| constraint_of(table, kind, &columns)));
    let fields = columns.into_iter().map(|column| field_name(table, column)).collect();
    let model = table.map_or(table_name.unwrap_or_default(), |table| table.model.to_owned());
    match kind {
        ConstraintKind::Unique => Error::UniqueViolation { model, fields, constraint },
        ConstraintKind::ForeignKey => Error::ForeignKeyViolation { model, fields, constraint },
        ConstraintKind::NotNull => Error::NotNullViolation { model, fields },
        ConstraintKind::Check => Error::CheckViolation { model, constraint },
    }
}

fn field_name(table: Option<&Table>, column: String) -> String {
    table.and_then(|table| table.column(&column)).map_or(column, |column| column.field.to_owned())
}

/// The names that `create_tables` gives to a table's constraints, each with its columns.
fn constraints(table: &'static Table) -> impl Iterator<Item = (ConstraintKind, String, Vec<&'static str>)> {
    let key = table.key();
    let primary = (ConstraintKind::Unique, constraint_name(table.name, [], "pkey"), vec![key.name]);
    let unique =
        table.columns.iter().filter(|column| column.unique).map(|column| {
            (ConstraintKind::Unique, constraint_name(table.name, [column.name], "key"), vec![column.name])
        });
    let together = table.indexes.iter().filter(|index| index.unique).map(|index| {
        let columns = index.columns.iter().map(|&column| table.columns[column].name).collect();
        (ConstraintKind::Unique, index.name(table), columns)
    });
    let foreign = table.relations.iter().map(|relation| {
        let column = table.columns[relation.column].name;
        (ConstraintKind::ForeignKey, constraint_name(table.name, [column], "fkey"), vec![column])
    });
    std::iter::once(primary).chain(unique).chain(together).chain(foreign)
}

fn columns_of(table: &'static Table, constraint: Option<&str>) -> Vec<String> {
    constraints(table)
        .find(|(_, name, _)| Some(name.as_str()) == constraint)
        .map(|(_, _, columns)| columns.into_iter().map(str::to_owned).collect())
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
