//! The keys of rows of any model, as a delete asks for them.

use std::borrow::Cow;

use super::read::returned;
use crate::database::{Db, Exchange};
use crate::error::Result;
use crate::expr::Node;
use crate::relation::RowKey;
use crate::schema::{OutputColumn, RelationDef, Table};
use crate::sql::{Access, Columns, Compiled, Effect, Output, Select, Statement};
use crate::value::{ReadResult, RowReader, SqlType, Value};

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
