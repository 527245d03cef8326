use std::any::Any;

use super::Nested;
use super::create::create_level;
use crate::database::{BoxFuture, Db};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::path::ReverseTo;
use crate::query::change::{foreign_key, with_keys};
use crate::relation::{Holder as _, RowKey, RowsByParent, Shared, Siblings, ToManySiblings};
use crate::schema::Table;

/// Rows of one relation, for some of the rows that they are to point at.
pub(super) trait AnyRelation<M: Model>: Any + Send {
    /// Which relation it is.
    fn number(&self) -> usize;

    /// Says that all of its rows, which are of no one yet, belong to the row at this place.
    fn belong_to(&mut self, parent: usize);

    /// Takes rows of the same relation.
    fn absorb(&mut self, others: Box<dyn AnyRelation<M>>);

    /// Creates the rows, and hands them to those that they belong to.
    fn create<'a>(self: Box<Self>, db: &'a Db, parents: &'a mut [M]) -> BoxFuture<'a, Result<()>>;
}

/// New rows, and what is to be created with each.
pub(super) type NewRows<T> = Vec<(<T as Model>::New, Nested<T>)>;

pub(super) struct Rows<M: ReverseTo<R>, const R: usize> {
    rows: NewRows<M::Target>,
    /// Whose each of them is.
    owners: Vec<usize>,
    /// All to whom the relation was given, also where it was no rows.
    parents: Vec<usize>,
}

impl<M: ReverseTo<R>, const R: usize> Rows<M, R> {
    pub(super) fn of(rows: NewRows<M::Target>) -> Self {
        Self { rows, owners: Vec::new(), parents: Vec::new() }
    }
}

impl<M: ReverseTo<R>, const R: usize> AnyRelation<M> for Rows<M, R> {
    fn number(&self) -> usize {
        R
    }

    fn belong_to(&mut self, parent: usize) {
        self.owners = vec![parent; self.rows.len()];
        self.parents = vec![parent];
    }

    fn absorb(&mut self, others: Box<dyn AnyRelation<M>>) {
        let others: Box<dyn Any> = others;
        // What has the same number is of the same type.
        if let Ok(others) = others.downcast::<Self>() {
            self.rows.extend(others.rows);
            self.owners.extend(others.owners);
            self.parents.extend(others.parents);
        }
    }

    fn create<'a>(self: Box<Self>, db: &'a Db, parents: &'a mut [M]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let def = &M::TABLE.reverse[R];
            let (relation, column) = (foreign_key(def)?, def.near_column());
            let keys: Vec<_> = parents.iter().map(|parent| RowKey::of_column(parent, column)).collect();
            let mut rows = Vec::with_capacity(self.rows.len());
            for ((new, below), owner) in self.rows.into_iter().zip(&self.owners) {
                let key = keys.get(*owner).cloned().flatten().ok_or_else(|| no_key(M::TABLE, column))?;
                rows.push((with_keys(new, [(relation, key.to_value())])?, below));
            }
            let made = create_level::<M::Target>(db, rows).await?;
            let all = Siblings::loaded(db.provenance(), RowsByParent::of_owners(parents.len(), &self.owners, made));
            let siblings = Shared::new(ToManySiblings { all, picked: None });
            for place in self.parents {
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
