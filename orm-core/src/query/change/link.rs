//! The rows of a link table.

use std::borrow::Cow;

use crate::database::{Db, Exchange};
use crate::error::Result;
use crate::expr::{LogicOp, Node};
use crate::query::read::affected;
use crate::relation::RowKey;
use crate::schema::Link;
use crate::sql::{
    Access, Columns, Conflict, ConflictAction, ConflictTarget, Delete, Dialect, Effect, Insert, InsertForm, Returning,
    Select, Statement,
};
use crate::value::{ReadResult, RowReader, SqlType, Value, binary};

/// Connects a row with others, those that are connected already left as they are. Gives how many are new.
pub(super) async fn connect(db: &Db, link: Link, near: &Value<'static>, far: Vec<Value<'static>>) -> Result<u64> {
    if far.is_empty() {
        return Ok(0);
    }
    let table = (link.table)();
    let columns = [link.near_column(), link.far_column()];
    let mut pairs: Vec<[Value<'static>; 2]> = far.into_iter().map(|far| [near.clone(), far]).collect();
    if link.symmetrical {
        let back: Vec<_> = pairs.iter().map(|[near, far]| [far.clone(), near.clone()]).collect();
        pairs.extend(back);
    }
    // Whoever connects the same rows takes them in the same order, so that nobody waits in a circle.
    pairs.sort_by_cached_key(|pair| pair.clone().map(RowKey::of));
    let form = if db.dialect() == Dialect::Postgres { InsertForm::Arrays } else { InsertForm::Row };
    let conflict = Some(Conflict { target: ConflictTarget::Any, action: ConflictAction::Nothing });
    let insert = Insert { table, columns: &columns, returning: Returning::Nothing, form, conflict };
    let statement = Statement {
        sql: insert.compile(db.dialect())?.sql.into(),
        access: Access::Write,
        columns: Columns::None,
        effect: Effect::Writes(table, columns.into()),
    };
    let types = columns.map(|column| table.columns[column].ty);
    let connected = db.run(statement, Box::new(PairExchange { pairs, types, form })).await?.affected;
    // Both ways are new, or only one where a row is connected with itself.
    Ok(if link.symmetrical { connected.div_ceil(2) } else { connected })
}

/// Which of the rows that a row is connected with.
pub(super) enum Connected {
    All,
    These(Vec<Value<'static>>),
    AllBut(Vec<Value<'static>>),
}

/// Takes connections away. Gives how many there were.
pub(super) async fn disconnect(db: &Db, link: Link, near: &Value<'static>, which: &Connected) -> Result<u64> {
    if matches!(which, Connected::These(list) if list.is_empty()) {
        return Ok(0);
    }
    let mut rows = Select::new((link.table)());
    let one_way = one_way(link, near, which);
    if !link.symmetrical {
        rows.filter.push(one_way);
        return delete(db, rows).await;
    }
    let operands = vec![one_way, self::one_way(link.reversed(), near, which)];
    rows.filter.push(Node::Logic { op: LogicOp::Or, operands });
    Ok(delete(db, rows).await?.div_ceil(2))
}

async fn delete(db: &Db, rows: Select) -> Result<u64> {
    let effect = Effect::Deletes(rows.table);
    affected(db, Delete { rows, returning: Returning::Nothing }.compile(db.dialect())?, effect).await
}

/// The connections that lead from a row.
fn one_way(link: Link, near: &Value<'static>, which: &Connected) -> Node {
    let table = (link.table)();
    let mut operands = vec![Node::column_is(table, link.near_column(), near.clone())];
    let far = link.far_column();
    let ty = table.columns[far].ty;
    let is_in = |list: &Vec<Value<'static>>, negated| Node::In {
        ty,
        value: Box::new(Node::root_column(table, far)),
        list: list.clone(),
        negated,
    };
    match which {
        Connected::These(list) => operands.push(is_in(list, false)),
        Connected::AllBut(list) if !list.is_empty() => operands.push(is_in(list, true)),
        Connected::All | Connected::AllBut(_) => {}
    }
    Node::Logic { op: LogicOp::And, operands }
}

struct PairExchange {
    pairs: Vec<[Value<'static>; 2]>,
    types: [SqlType; 2],
    form: InsertForm,
}

impl Exchange for PairExchange {
    fn sets(&self) -> usize {
        match self.form {
            InsertForm::Row => self.pairs.len(),
            InsertForm::Arrays => 1,
        }
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        let mut parameters = Vec::new();
        let sides = match self.form {
            InsertForm::Row => self.pairs[set].clone(),
            InsertForm::Arrays => {
                let array =
                    |side: usize| binary::array(self.types[side], self.pairs.iter().map(|pair| pair[side].borrowed()));
                [array(0), array(1)]
            }
        };
        sides.into_iter().for_each(|side| side.each_parameter(&mut |parameter| parameters.push(parameter)));
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}
