//! Which foreign key was it? SQLite only says that one failed; looking for the rows that they point at tells.

use crate::database::Db;
use crate::error::Error;
use crate::expr::Node;
use crate::model::{Model, NewModel};
use crate::schema::{RelationDef, Table, constraint_name};
use crate::sql::{Access, Columns, Dialect, Effect, Select};
use crate::value::Value;

use super::read::{Read, rows};

/// The foreign keys of a row that is about to be written, kept for the message should one of them point nowhere.
pub(super) struct Blame {
    table: &'static Table,
    keys: Vec<(&'static RelationDef, Value<'static>)>,
}

impl Blame {
    pub(super) fn of_new<N: NewModel>(db: &Db, new: &N) -> Self {
        Self::of(db, N::Model::TABLE, |column| new.is_set(column).then(|| new.column(column).into_owned()))
    }

    pub(super) fn of_model<M: Model>(db: &Db, model: &M) -> Self {
        Self::of(db, M::TABLE, |column| Some(model.column(column).into_owned()))
    }

    fn of(db: &Db, table: &'static Table, value: impl Fn(usize) -> Option<Value<'static>>) -> Self {
        // PostgreSQL names the constraint itself.
        let relations = if db.dialect() == Dialect::Sqlite { table.relations } else { &[] };
        let keys = relations.iter().filter_map(|relation| Some((relation, value(relation.column)?)));
        Self { table, keys: keys.filter(|(_, key)| !key.is_null()).collect() }
    }

    /// The same error, with the field that caused it where that can be found.
    pub(super) async fn explain(self, db: &Db, error: Error) -> Error {
        let Error::ForeignKeyViolation { fields, constraint, .. } = &error else { return error };
        if !fields.is_empty() || constraint.is_some() {
            return error;
        }
        for (relation, key) in self.keys {
            if is_missing(db, relation, key).await {
                let column = self.table.columns[relation.column].name;
                return Error::ForeignKeyViolation {
                    model: self.table.model.to_owned(),
                    fields: vec![relation.field.to_owned()],
                    constraint: Some(constraint_name(self.table.name, [column], "fkey")),
                };
            }
        }
        Error::ForeignKeyViolation { model: self.table.model.to_owned(), fields: Vec::new(), constraint: None }
    }
}

async fn is_missing(db: &Db, relation: &RelationDef, key: Value<'static>) -> bool {
    let target = (relation.target)();
    let mut select = Select::new(target);
    select.filter.push(Node::column_is(target, relation.target_column(), key));
    select.output = crate::sql::Output::Nodes(vec![Node::Constant(true)]);
    let Ok(compiled) = select.compile(db.dialect()) else { return false };
    let read: Read<()> = |_| Ok(());
    matches!(rows(db, Access::Inquiry, Effect::Reads(target), compiled, Columns::None, read).await, Ok(found) if found.is_empty())
}
