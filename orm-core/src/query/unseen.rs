//! A row that was made meanwhile, and that a transaction which sees the past cannot see.

use std::slice;

use super::insert::fill;
use super::read::{Read, rows};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::model::{Model, NewModel};
use crate::schema::Table;
use crate::sql::{Access, Columns, Effect, Output, Select};
use crate::value::Value;

/// What a new row has in the columns that must be unique, kept for the case that another row has the same.
pub(super) struct Unseen {
    table: &'static Table,
    values: Vec<(usize, Value<'static>)>,
}

impl Unseen {
    /// Those of this row, which gets its defaults by this.
    pub(super) fn of<N: NewModel>(new: &mut N) -> Self {
        fill(slice::from_mut(new));
        let table = N::Model::TABLE;
        let together = table.indexes.iter().filter(|index| index.unique).flat_map(|index| index.columns);
        let alone = (0..table.columns.len()).filter(|&column| table.columns[column].unique);
        let mut columns: Vec<_> = together.copied().chain(alone).chain([table.primary_key]).collect();
        columns.sort_unstable();
        columns.dedup();
        let set = columns.into_iter().filter(|&column| column < table.columns.len() && new.is_set(column));
        Self { table, values: set.map(|column| (column, new.column(column).into_owned())).collect() }
    }

    /// The same error, or where the row that it is about cannot be seen, that this transaction has collided with the one that
    /// has made it.
    pub(super) async fn explain(self, db: &Db, lost: Error) -> Result<Error> {
        let Error::UniqueViolation { fields, .. } = &lost else { return Ok(lost) };
        let mut select = Select::new(self.table);
        for field in fields {
            let is_it = |(column, _): &&(usize, Value<'static>)| self.table.columns[*column].field == field;
            let Some((column, value)) = self.values.iter().find(is_it) else { return Ok(lost) };
            select.filter.push(Node::column_is(self.table, *column, value.clone()));
        }
        if fields.is_empty() {
            return Ok(lost);
        }
        select.output = Output::Nodes(vec![Node::Constant(true)]);
        let (compiled, read): (_, Read<()>) = (select.compile(db.dialect())?, |_| Ok(()));
        let found = rows(db, Access::Read, Effect::Reads(self.table), compiled, Columns::None, read).await?;
        if !found.is_empty() {
            return Ok(lost);
        }
        db.note_collision();
        Ok(Error::Serialization)
    }
}
