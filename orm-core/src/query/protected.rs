//! What keeps rows from being deleted. The database only says that something does; looking for it tells.

use std::borrow::Cow;

use super::going::Going;
use super::read::returned;
use crate::database::{Db, Exchange, pointing_at};
use crate::error::{Error, ProtectedBy, Result};
use crate::expr::Node;
use crate::relation::RowKey;
use crate::schema::{OutputColumn, RelationDef, Table};
use crate::sql::{Access, Columns, Compiled, Effect, Output, Select, Statement};
use crate::value::{ReadResult, RowReader, SqlType, Value, date_from_days};

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
    let first = keys(db, deleted).await?;
    let mut by = refusing(db, target, &first).await?;
    // What goes with them is asked for only where nothing points at the rows themselves.
    if by.is_empty() {
        for (table, keys) in Going::with(db, target, first, Some(LOOKED_FOR)).await?.tables() {
            let keys: Vec<RowKey> = keys.iter().cloned().collect();
            by.extend(refusing(db, table, &keys).await?);
        }
    }
    Ok((target.model, by))
}

/// What points at these rows of a table, and keeps them.
async fn refusing(db: &Db, target: &'static Table, keys: &[RowKey]) -> Result<Vec<ProtectedBy>> {
    let mut by = Vec::new();
    for (table, relation) in pointing_at(target).filter(|(_, relation)| relation.on_delete.refuses()) {
        let mut pointing = Select::new(table);
        pointing.filter.push(points_at(db, table, relation, target, keys).await?);
        pointing.limit = u64::try_from(NAMED + 1).ok();
        // A model without a table, as in a database that holds only some of them, has no rows there.
        let mut found = self::keys(db, pointing).await.unwrap_or_default();
        found.sort();
        if !found.is_empty() {
            let (and_more, named) = (found.len() > NAMED, found.iter().take(NAMED).map(text).collect());
            by.push(ProtectedBy::new(table.model, relation.field, target.model, named, and_more));
        }
    }
    Ok(by)
}

/// `column IN keys`
pub(super) fn column_in(table: &'static Table, column: usize, keys: &[RowKey]) -> Node {
    if keys.is_empty() {
        return Node::Constant(false);
    }
    let value = Box::new(Node::root_column(table, column));
    let list = keys.iter().map(RowKey::to_value).collect();
    Node::In { ty: table.at(column).ty, value, list, negated: false }
}

/// That a row points by this foreign key at one of the rows of the target that have these primary keys.
pub(super) async fn points_at(
    db: &Db,
    table: &'static Table,
    relation: &RelationDef,
    target: &'static Table,
    keys: &[RowKey],
) -> Result<Node> {
    let Some(column) = relation.by else { return Ok(column_in(table, relation.column, keys)) };
    let mut those = Select::new(target);
    those.filter.push(column_in(target, target.primary_key, keys));
    let values = if those.is_empty() { Vec::new() } else { values(db, those, column).await? };
    Ok(column_in(table, relation.column, &values))
}

/// The primary keys of rows of any model.
pub(super) async fn keys(db: &Db, select: Select) -> Result<Vec<RowKey>> {
    let column = select.table.primary_key;
    values(db, select, column).await
}

/// What a column of such rows holds, which is one of their keys.
async fn values(db: &Db, mut select: Select, column: usize) -> Result<Vec<RowKey>> {
    let table = select.table;
    let key = table.at(column);
    select.output = Output::Nodes(vec![Node::root_column(table, column)]);
    select.distinct = false;
    let Compiled { sql, parameters } = select.compile(db.dialect())?;
    let statement = Statement {
        sql: sql.into(),
        access: Access::Inquiry,
        columns: Columns::list([OutputColumn { model: table.model, field: key.field, ty: key.ty }]),
        effect: Effect::Reads(table),
    };
    let exchange = KeysExchange { parameters, ty: key.ty, keys: Vec::new() };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    Ok(returned::<KeysExchange>(outcome.exchange)?.keys)
}

struct KeysExchange {
    parameters: Vec<Value<'static>>,
    ty: SqlType,
    keys: Vec<RowKey>,
}

impl Exchange for KeysExchange {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.keys.extend(RowKey::read(self.ty, row)?);
        Ok(())
    }
}

/// As it is written in Rust.
fn text(key: &RowKey) -> String {
    match key {
        RowKey::SmallInt(key) => key.to_string(),
        RowKey::Integer(key) => key.to_string(),
        RowKey::BigInt(key) => key.to_string(),
        RowKey::Uuid(key) => key.to_string(),
        RowKey::Text(key) => format!("{key:?}"),
        RowKey::Date(days) => date_from_days(*days).map_or_else(|_| days.to_string(), |day| day.to_string()),
        RowKey::Row(parts) => format!("({})", parts.keys().iter().map(text).collect::<Vec<_>>().join(", ")),
    }
}
