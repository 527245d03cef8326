//! The rows on the other side of a relation without a column, for many keys at once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use crate::database::{Db, Exchange, Request};
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, Node};
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::gather::Gather;
use crate::query::read::returned;
use crate::relation::{Provenance, RowKey, RowsByParent};
use crate::schema::{ColumnDef, OutputColumn, ReverseDef, Through};
use crate::sql::{Access, Columns, Dialect, Effect, Output, Statement};
use crate::value::{ReadError, ReadResult, RowReader, SqlType, Value};

/// Asks for the rows of this query that belong to these keys.
pub(super) fn ask<T: Model>(
    rows: &QuerySet<T>,
    relation: &'static ReverseDef,
    keys: &[RowKey],
    dialect: Dialect,
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
    let near = match relation.through {
        Through::ForeignKey(foreign) => {
            ColumnRef { hop: None, table: target, column: target.relations[foreign].column }
        }
        Through::Link(link) => {
            select.link = Some(link);
            ColumnRef { hop: None, table: (link.table)(), column: link.near_column() }
        }
    };
    let key: &ColumnDef = near.def();
    let parents = Parents::of(keys);
    let list = parents.keys(keys).map(RowKey::to_value).collect();
    select.filter.push(Node::In { ty: key.ty, value: Box::new(Node::Column(near)), list, negated: false });
    let mut outputs = vec![OutputColumn { model: near.table.model, field: key.field, ty: key.ty }];
    let mut nodes = vec![Node::Column(near)];
    nodes.extend(select.output.into_nodes(target));
    outputs.extend((0..columns.len()).filter_map(|index| columns.get(index)));
    select.output = Output::Nodes(nodes);
    if select.is_sliced() {
        select.per = Some(near);
        select.order = rows.order_or_key();
        outputs.push(OutputColumn { model: target.model, field: "place", ty: SqlType::BigInt });
    }
    let compiled = select.compile(dialect)?;
    let exchange = ManyExchange { parameters: compiled.parameters, key: key.ty, parents, owners: Vec::new(), gather };
    let statement = Statement {
        sql: compiled.sql.into(),
        access: Access::Read,
        columns: Columns::List(outputs.into()),
        effect: Effect::Reads(target),
    };
    Ok(Request { statement, exchange: Box::new(exchange) })
}

/// The rows that came, by the positions of their keys, once what is to be loaded further on is loaded.
pub(super) async fn answer<T: Model>(
    answer: Box<dyn Exchange>,
    rows: &QuerySet<T>,
    db: &Db,
    provenance: &Provenance,
) -> Result<RowsByParent<T>> {
    let ManyExchange { gather, owners, parents, .. } = *returned::<ManyExchange<T>>(answer)?;
    let mut found = gather.finish(provenance);
    rows.load_further(&mut found, db, provenance).await?;
    let mut by_parent = Vec::new();
    by_parent.resize_with(parents.places.len() + parents.repeated.len(), Vec::new);
    for (owner, row) in owners.into_iter().zip(found) {
        if let Some(rows) = by_parent.get_mut(owner) {
            rows.push(row);
        }
    }
    Ok(RowsByParent::new(by_parent, parents.repeated))
}

/// Asks for all rows that belong to these keys.
pub(in crate::query) async fn load_many<T: Model>(
    db: &Db,
    relation: &'static ReverseDef,
    keys: &[RowKey],
    provenance: &Provenance,
) -> Result<RowsByParent<T>> {
    let rows = QuerySet::new();
    let Request { statement, exchange } = ask(&rows, relation, keys, db.dialect())?;
    let outcome = db.run(statement, exchange).await?;
    answer(outcome.exchange, &rows, db, provenance).await
}

/// Where the parents stand among those whose rows are asked for.
struct Parents {
    /// The first place of each.
    places: HashMap<RowKey, usize, RandomState>,
    /// The places of those that are there again, with the first one of each.
    repeated: HashMap<usize, usize>,
}

impl Parents {
    fn of(keys: &[RowKey]) -> Self {
        let mut places = HashMap::with_capacity_and_hasher(keys.len(), RandomState::default());
        let mut repeated = HashMap::new();
        for (place, key) in keys.iter().enumerate() {
            match places.entry(key.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(place);
                }
                Entry::Occupied(first) => {
                    repeated.insert(place, *first.get());
                }
            }
        }
        Self { places, repeated }
    }

    /// Each key once, in their order.
    fn keys<'a>(&self, keys: &'a [RowKey]) -> impl Iterator<Item = &'a RowKey> {
        let places = keys.iter().enumerate();
        places.filter(|(place, _)| !self.repeated.contains_key(place)).map(|(_, key)| key)
    }
}

/// Rows with the key of the row that each belongs to before them.
struct ManyExchange<T: Model> {
    parameters: Vec<Value<'static>>,
    key: SqlType,
    parents: Parents,
    owners: Vec<usize>,
    gather: Gather<T, T>,
}

impl<T: Model> Exchange for ManyExchange<T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        let key = RowKey::read(self.key, row)?.ok_or_else(ReadError::unexpected_null)?;
        let owner = self.parents.places.get(&key).ok_or_else(|| ReadError::invalid("a key that was not asked for"))?;
        self.owners.push(*owner);
        self.gather.row(row)
    }
}
