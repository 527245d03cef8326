//! Optimistic locking: a write names the version of the row that it was made from, and counts it on.

use super::QuerySet;
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::{ArithmeticOp, Node};
use crate::model::Model;
use crate::schema::Table;
use crate::sql::Select;
use crate::value::{Captured, Field, SqlType, Value};

/// The value of a new row's version.
pub(super) fn first_version(ty: SqlType) -> Value<'static> {
    number(ty, 1)
}

/// Adds that the version is counted on, where there is one that is not set by hand.
pub(super) fn count_on(table: &'static Table, set: &mut Vec<(usize, Node)>) {
    let Some(version) = table.version().filter(|version| set.iter().all(|(column, _)| column != version)) else {
        return;
    };
    let ty = table.columns[version].ty;
    let (left, right) = (Box::new(Node::root_column(table, version)), Box::new(Node::Value(number(ty, 1))));
    set.push((version, Node::Arithmetic { op: ArithmeticOp::Add, ty, left, right }));
}

/// Lets only the row through that is as it was when the one at hand was read or written.
pub(super) fn as_it_was<M: Model>(model: &M, rows: &mut Select) {
    if let Some(version) = M::TABLE.version() {
        rows.filter.push(Node::column_is(M::TABLE, version, model.column(version).into_owned()));
    }
}

/// Counts the version of the row at hand on, which was written.
pub(super) fn counted<M: Model>(model: &mut M) -> Result<()> {
    let Some(version) = M::TABLE.version() else { return Ok(()) };
    let def = &M::TABLE.columns[version];
    let next = match model.column(version) {
        Value::SmallInt(count) => Value::SmallInt(count.saturating_add(1)),
        Value::Integer(count) => Value::Integer(count.saturating_add(1)),
        Value::BigInt(count) => Value::BigInt(count.saturating_add(1)),
        other => other.into_owned(),
    };
    let (name, field) = (M::TABLE.model, def.field);
    let read = model.read_column(version, &mut Captured::new(vec![next]));
    read.map_err(|source| Error::Read { model: name, field, source })
}

/// Why a write found no row: it is gone, or was written by someone else.
pub(super) async fn stale_or_gone<M: Model>(db: &Db, model: &M) -> Error {
    let (model_name, key) = (M::TABLE.model, model.key().into_value());
    if M::TABLE.version().is_none() {
        return Error::DoesNotExist { model: model_name };
    }
    let this = QuerySet::<M>::whole().using(db).filter_node(Node::column_is(M::TABLE, M::TABLE.primary_key, key));
    match Box::pin(this.exists()).await {
        Ok(true) => {
            db.note_collision();
            Error::StaleObject { model: model_name }
        }
        Ok(false) => Error::DoesNotExist { model: model_name },
        Err(error) => error,
    }
}

fn number(ty: SqlType, number: i16) -> Value<'static> {
    match ty {
        SqlType::SmallInt => Value::SmallInt(number),
        SqlType::Integer => Value::Integer(number.into()),
        _ => Value::BigInt(number.into()),
    }
}
