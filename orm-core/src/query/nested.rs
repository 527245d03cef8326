//! Rows that are created together with the row that they point at.
//!
//! The builder of a new row has a setter for each relation that other rows' foreign keys make. What it is given waits in the builder, and is
//! created after the row, level by level: all rows of one relation at once, whichever rows of the level above they belong to.

mod check;
mod child;
mod create;
mod level;
mod nest;
mod new_child;
mod relation;

pub use child::Child;
pub use create::CreateNested;
pub(super) use create::create_in;
pub use nest::{Alone, Nest, create, nest_many, nest_one};
pub use new_child::NewChild;

use self::relation::AnyRelation;
use crate::error::InvalidField;
use crate::model::Model;

/// How deep rows may be nested: they are created, and dropped, by recursion.
const MOST_LEVELS: usize = 100;

/// Rows that are to be created with a row of `M`, by the relations of that row.
pub struct Nested<M: Model> {
    relations: Vec<Box<dyn AnyRelation<M>>>,
    /// How many levels of rows these are.
    levels: usize,
}

impl<M: Model> Default for Nested<M> {
    fn default() -> Self {
        Self { relations: Vec::new(), levels: 0 }
    }
}

impl<M: Model> Nested<M> {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.levels == 0
    }

    /// Whether they are nested too deep, so that they are none any more.
    fn is_too_deep(&self) -> bool {
        self.levels > MOST_LEVELS
    }

    /// Makes the rows ready, and adds what is wrong with them. `above` is the way to the row that they are nested in, with a dot.
    fn check(&mut self, above: &str, found: &mut Vec<InvalidField>) {
        self.relations.iter_mut().for_each(|relation| relation.check(above, found));
    }

    /// Takes the rows of a relation, in place of those that were given before.
    fn put(&mut self, relation: Box<dyn AnyRelation<M>>, levels: usize) {
        self.levels = self.levels.max(levels + 1);
        self.relations.retain(|other| other.number() != relation.number());
        match self.is_too_deep() {
            true => self.relations.clear(),
            false => self.relations.push(relation),
        }
    }
}
