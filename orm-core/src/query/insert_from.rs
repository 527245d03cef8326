//! New rows made of what a query gives, without leaving the database.

use chrono::Utc;

use super::QuerySet;
use super::computed::computed_by_database;
use super::read::affected;
use super::version::first_version;
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::{Node, Transfer};
use crate::model::Model;
use crate::schema::{ColumnDef, Fill, Table};
use crate::sql::{Effect, InsertFrom, Output};
use crate::validation;
use crate::value::now;

pub(super) async fn insert_from<M: Model, S: Model, T>(
    db: Db,
    rows: QuerySet<S, T>,
    transfers: Vec<Transfer<M, S>>,
) -> Result<u64> {
    let (columns, nodes) = given(M::TABLE, transfers.into_iter().map(Transfer::into_parts))?;
    if rows.select.is_empty() {
        return Ok(0);
    }
    let mut rows = rows.into_select();
    rows.output = Output::Nodes(nodes);
    let effect = Effect::Writes(M::TABLE, [].into());
    affected(&db, InsertFrom { table: M::TABLE, columns: &columns, rows }.compile(db.dialect())?, effect).await
}

/// The columns and what they take, with those that hold the moment; if none is missing.
fn given(table: &'static Table, asked: impl Iterator<Item = (usize, Node)>) -> Result<(Vec<usize>, Vec<Node>)> {
    let (mut columns, mut nodes) = (Vec::new(), Vec::new());
    for (column, node) in asked {
        if columns.contains(&column) {
            let (model, field) = (table.model, table.columns[column].field);
            return Err(Error::InvalidValue { model, field, reason: "it is set twice in one insert_from".to_owned() });
        }
        if table.columns[column].fill == Fill::Computed {
            return Err(computed_by_database(table, column));
        }
        columns.push(column);
        nodes.push(node);
    }
    let values = columns.iter().zip(&nodes).filter_map(|(&column, node)| match node {
        Node::Value(value) => Some((column, value)),
        _ => None,
    });
    validation::assigned(table, values)?;
    let moment = Utc::now();
    for (column, def) in
        table.columns.iter().enumerate().filter(|(column, _)| !columns.contains(column)).collect::<Vec<_>>()
    {
        match def.fill {
            Fill::OnCreate | Fill::OnWrite => {
                columns.push(column);
                nodes.push(Node::Value(now(def.ty, moment)));
            }
            Fill::Version => {
                columns.push(column);
                nodes.push(Node::Value(first_version(def.ty)));
            }
            _ if !table.is_filled_by_database(column) => return Err(missing(table, def)),
            _ => {}
        }
    }
    Ok((columns, nodes))
}

#[cold]
fn missing(table: &Table, column: &ColumnDef) -> Error {
    let (model, field) = (table.model, column.field);
    let why = if column.has_default { "its default is the program's, not the database's" } else { "it has no default" };
    Error::Unsupported { reason: format!("insert_from of {model} does not say what {field} takes, and {why}") }
}
