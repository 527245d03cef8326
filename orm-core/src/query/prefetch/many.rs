//! The rows on the other side of a relation without a column, for many keys at once.

use std::borrow::Cow;

use crate::database::{Db, Exchange, Request};
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, Node};
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::gather::Gather;
use crate::query::read::returned;
use crate::relation::{Parents, Provenance, RowKey, RowsByParent};
use crate::schema::{ColumnDef, OutputColumn, ReverseDef, Through};
use crate::sql::{Columns, Effect, Output, Statement};
use crate::value::{ReadError, ReadResult, RowReader, SqlType, Value};

/// Asks for the rows of this query that belong to these keys.
pub(super) fn ask<T: Model, O: Send + 'static>(
    rows: &QuerySet<T, O>,
    relation: &'static ReverseDef,
    keys: &[RowKey],
    key_at: KeyAt,
    db: &Db,
) -> Result<Request> {
    let (mut select, columns, gather) = rows.clone().into_gathered();
    let target = T::TABLE;
    if select.link.is_some() {
        let (model, field) = (relation.model, relation.field);
        let reason = format!(
            "{model}.{field} cannot be loaded by the query of another relation: begin with {}::all()",
            target.model
        );
        return Err(Error::Unsupported { reason });
    }
    select.link = relation.through.link();
    let near = ColumnRef::pointing_back(relation);
    let key: &ColumnDef = near.def();
    let parents = Parents::new(keys);
    let list = parents.once(keys).map(RowKey::to_value).collect();
    select.filter.push(Node::In { ty: key.ty, value: Box::new(Node::Column(near)), list, negated: false });
    let mut outputs: Vec<_> = columns.iter().collect();
    let owner = match (relation.through, key_at) {
        // A foreign key is in the row itself.
        (Through::ForeignKey(_), KeyAt::Cheapest) => Owner::InRow(near.column),
        (Through::Link(_), _) | (_, KeyAt::Front) => {
            outputs.insert(0, OutputColumn { model: near.table.model, field: key.field, ty: key.ty });
            let mut nodes = vec![Node::Column(near)];
            nodes.extend(select.output.into_nodes(target));
            select.output = Output::Nodes(nodes);
            Owner::BeforeRow(key.ty)
        }
    };
    if select.is_sliced() {
        select.per = Some(near);
        select.order = rows.order_or_key();
        outputs.push(OutputColumn { model: target.model, field: "place", ty: SqlType::BigInt });
    }
    let compiled = select.compile(db.dialect())?;
    let exchange = ManyExchange { parameters: compiled.parameters, owner, parents, owners: Vec::new(), gather };
    let statement = Statement {
        sql: compiled.sql.into(),
        access: rows.access(db)?,
        columns: Columns::list(outputs),
        effect: Effect::Reads(target),
    };
    Ok(Request { statement, exchange: Box::new(exchange) })
}

/// The rows that came, by the positions of their keys, once what is to be loaded further on is loaded.
pub(super) async fn answer<T: Model, O: Send + 'static>(
    answer: Box<dyn Exchange>,
    db: &Db,
    provenance: &Provenance,
) -> Result<RowsByParent<O>> {
    let ManyExchange { gather, parents, owners, .. } = *returned::<ManyExchange<T, O>>(answer)?;
    let found = gather.finish(db, provenance.clone()).await?;
    Ok(RowsByParent::of(parents, &owners, found))
}

/// Asks for all rows that belong to these keys.
pub(in crate::query) async fn load_many<T: Model>(
    db: &Db,
    relation: &'static ReverseDef,
    keys: &[RowKey],
    provenance: &Provenance,
    rows: &QuerySet<T>,
) -> Result<RowsByParent<T>> {
    let Request { statement, exchange } = ask(rows, relation, keys, KeyAt::Cheapest, db)?;
    let outcome = db.run(statement, exchange).await?;
    answer::<T, T>(outcome.exchange, db, provenance).await
}

/// Where the key of the row on this side stands.
#[derive(Clone, Copy)]
pub(super) enum KeyAt {
    /// In the row itself where it has it, and else before it.
    Cheapest,
    /// Before the row, which may be no row of a model.
    Front,
}

/// Where the key of the row stands that a row belongs to.
#[derive(Clone, Copy)]
enum Owner {
    /// In this column of the row.
    InRow(usize),
    /// In a column of this type, before the row.
    BeforeRow(SqlType),
}

/// Rows, and which of the parents each belongs to.
struct ManyExchange<T: Model, O> {
    parameters: Vec<Value<'static>>,
    owner: Owner,
    parents: Parents,
    owners: Vec<usize>,
    gather: Gather<T, O>,
}

impl<T: Model, O: Send + 'static> Exchange for ManyExchange<T, O> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        let key = match self.owner {
            Owner::InRow(column) => {
                self.gather.row(row)?;
                let Gather { rows, model_of, .. } = &mut self.gather;
                rows.last_mut().zip(*model_of).and_then(|(row, model_of)| RowKey::of_column(model_of(row), column))
            }
            Owner::BeforeRow(ty) => {
                let key = RowKey::read(ty, row)?;
                self.gather.row(row)?;
                key
            }
        };
        let owner = self.parents.position(key.ok_or_else(ReadError::unexpected_null)?);
        self.owners.push(owner.ok_or_else(|| ReadError::invalid("a key that was not asked for"))?);
        Ok(())
    }
}
