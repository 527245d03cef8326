use std::any::Any;
use std::sync::Arc;

use super::create::create_level;
use super::level::Level;
use super::{Nested, check};
use crate::database::{BoxFuture, Db};
use crate::error::{Error, InvalidField, Result};
use crate::model::Model;
use crate::path::ReverseTo;
use crate::query::change::{foreign_key, with_keys};
use crate::relation::{Holder as _, RowKey, RowsByParent, Shared, Siblings, ToManySiblings};
use crate::schema::Table;
use crate::validation::Stage;

/// Rows of one relation, for some of the rows that they are to point at.
pub(super) trait AnyRelation<M: Model>: Any + Send {
    /// Which relation it is.
    fn number(&self) -> usize;

    /// Makes the rows, which are of no one yet, ready, and adds what is wrong with them.
    fn check(&mut self, above: &str, found: &mut Vec<InvalidField>);

    /// Says that all of its rows, which are of no one yet, belong to the row at this place.
    fn belong_to(&mut self, parent: usize);

    /// Takes rows of the same relation.
    fn absorb(&mut self, others: Box<dyn AnyRelation<M>>);

    /// Creates the rows, and hands them to those that they belong to.
    fn create<'a>(
        self: Box<Self>,
        db: &'a Db,
        parents: &'a mut [M],
        above: &'a Arc<Level>,
    ) -> BoxFuture<'a, Result<()>>;
}

/// New rows, and what is to be created with each.
pub(super) type NewRows<T> = (Vec<<T as Model>::New>, Vec<Nested<T>>);

pub(super) struct Rows<M: ReverseTo<R>, const R: usize> {
    new: Vec<<M::Target as Model>::New>,
    below: Vec<Nested<M::Target>>,
    /// Whether the relation has one row only.
    is_one: bool,
    /// What is still to be asked about the rows.
    stage: Stage,
    /// Whose each of them is.
    owners: Vec<usize>,
    /// All to whom the relation was given, also where it was no rows.
    parents: Vec<usize>,
}

impl<M: ReverseTo<R>, const R: usize> Rows<M, R> {
    pub(super) fn of((new, below): NewRows<M::Target>, is_one: bool) -> Self {
        Self { new, below, is_one, stage: Stage::All, owners: Vec::new(), parents: Vec::new() }
    }

    /// The column of the foreign key, which is not known before the parents are there.
    fn pending() -> Option<usize> {
        let relation = foreign_key(&M::TABLE.reverse[R]).ok()?;
        Some(<M::Target as Model>::TABLE.relations[relation].column)
    }
}

impl<M: ReverseTo<R>, const R: usize> AnyRelation<M> for Rows<M, R> {
    fn number(&self) -> usize {
        R
    }

    fn check(&mut self, above: &str, found: &mut Vec<InvalidField>) {
        let (problems, stage) = check::rows::<M::Target>(&mut self.new, Self::pending());
        self.stage = stage;
        let mut problems = problems.into_iter().peekable();
        for (row, below) in self.below.iter_mut().enumerate() {
            if below.is_empty() && problems.peek().is_none_or(|problem| problem.row != Some(row)) {
                continue;
            }
            let number = if self.is_one { String::new() } else { format!("[{row}]") };
            let path = format!("{above}{}{number}", M::TABLE.reverse[R].field);
            while let Some(problem) = problems.next_if(|problem| problem.row == Some(row)) {
                found.push(InvalidField { path: Some(path.clone()), row: None, ..problem });
            }
            below.check(&(path + "."), found);
        }
    }

    fn belong_to(&mut self, parent: usize) {
        self.owners = vec![parent; self.new.len()];
        self.parents = vec![parent];
    }

    fn absorb(&mut self, others: Box<dyn AnyRelation<M>>) {
        let others: Box<dyn Any> = others;
        // What has the same number is of the same type.
        if let Ok(others) = others.downcast::<Self>() {
            self.new.extend(others.new);
            self.below.extend(others.below);
            self.stage = self.stage.and(others.stage);
            self.owners.extend(others.owners);
            self.parents.extend(others.parents);
        }
    }

    fn create<'a>(
        self: Box<Self>,
        db: &'a Db,
        parents: &'a mut [M],
        above: &'a Arc<Level>,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let Self { new, below, is_one, stage, owners, parents: given } = *self;
            let owners: Arc<[usize]> = owners.into();
            let def = &M::TABLE.reverse[R];
            let (relation, column) = (foreign_key(def)?, def.near_column());
            let keys: Vec<_> = parents.iter().map(|parent| RowKey::of_column(parent, column)).collect();
            let keyed = new.into_iter().zip(&*owners).map(|(new, owner)| {
                let key = keys.get(*owner).cloned().flatten().ok_or_else(|| no_key(M::TABLE, column))?;
                with_keys(new, [(relation, key.to_value())])
            });
            let rows = (keyed.collect::<Result<_>>()?, below);
            let level = above.below(def.field, is_one, Arc::clone(&owners));
            let made = create_level::<M::Target>(db, rows, level, stage).await?;
            let all = Siblings::loaded(db.provenance(), RowsByParent::of_owners(parents.len(), &owners, made));
            let siblings = Shared::new(ToManySiblings { all, picked: None });
            for place in given {
                if let Some(parent) = parents.get_mut(place) {
                    parent.holder().related_mut().join(siblings.clone(), place);
                }
            }
            Ok(())
        })
    }
}

/// What is pointed at is a key, which has a value; but a row that was made by the program's own code may be anything.
#[cold]
fn no_key(table: &'static Table, column: usize) -> Error {
    let reason = "it is NULL, and so no row can point at it".to_owned();
    Error::InvalidValue { model: table.model, field: table.at(column).field, reason }
}
