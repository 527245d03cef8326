//! What keeps rows from being deleted. The database only says that something does; looking for it tells.

use super::read::{Read, rows};
use crate::database::{Db, pointing_at};
use crate::error::{Error, ProtectedBy, Result};
use crate::expr::Node;
use crate::schema::{OutputColumn, Table};
use crate::sql::{Access, Columns, Effect, Output, Select};
use crate::value::{Captured, ReadResult, RowReader, SqlType, Value};

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

async fn find(db: &Db, mut deleted: Select) -> Result<(&'static str, Vec<ProtectedBy>)> {
    let target = deleted.table;
    deleted.limit = Some(deleted.limit.unwrap_or(LOOKED_FOR).min(LOOKED_FOR));
    let keys = keys(db, deleted).await?;
    let mut by = Vec::new();
    for (table, relation) in pointing_at(target).filter(|(_, relation)| relation.on_delete.refuses()) {
        let mut pointing = Select::new(table);
        pointing.filter.push(column_in(table, relation.column, keys.clone()));
        pointing.limit = u64::try_from(NAMED + 1).ok();
        let found: Vec<String> = self::keys(db, pointing).await?.iter().map(text).collect();
        if !found.is_empty() {
            let and_more = found.len() > NAMED;
            let named = found.into_iter().take(NAMED).collect();
            by.push(ProtectedBy::new(table.model, relation.field, named, and_more));
        }
    }
    Ok((target.model, by))
}

/// `column IN keys`
pub(super) fn column_in(table: &'static Table, column: usize, list: Vec<Value<'static>>) -> Node {
    if list.is_empty() {
        return Node::Constant(false);
    }
    let value = Box::new(Node::root_column(table, column));
    Node::In { ty: table.columns[column].ty, value, list, negated: false }
}

/// The primary keys of rows of any model.
pub(super) async fn keys(db: &Db, mut select: Select) -> Result<Vec<Value<'static>>> {
    let table = select.table;
    let key = table.key();
    select.output = Output::Nodes(vec![Node::root_column(table, table.primary_key)]);
    select.distinct = false;
    let columns = Columns::List([OutputColumn { model: table.model, field: key.field, ty: key.ty }].into());
    let read: Read<Value<'static>> = match key.ty {
        SqlType::Integer => |row| value(SqlType::Integer, row),
        SqlType::BigInt => |row| value(SqlType::BigInt, row),
        SqlType::Uuid => |row| value(SqlType::Uuid, row),
        _ => |row| value(SqlType::Text, row),
    };
    rows(db, Access::Inquiry, Effect::Reads(table), select.compile(db.dialect())?, columns, read).await
}

fn value(ty: SqlType, row: &mut dyn RowReader) -> ReadResult<Value<'static>> {
    Ok(Captured::read(row, [ty])?.into_values().pop().unwrap_or(Value::Null(ty)))
}

fn text(key: &Value<'_>) -> String {
    match key {
        Value::Integer(key) => key.to_string(),
        Value::BigInt(key) => key.to_string(),
        Value::Uuid(key) => key.to_string(),
        Value::Text(key) => format!("{key:?}"),
        other => format!("{other:?}"),
    }
}
