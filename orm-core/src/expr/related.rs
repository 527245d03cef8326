use std::marker::PhantomData;

use super::depth::Tree;
use super::node::{RelatedNode, RelatedQuestion};
use super::untyped::untyped;
use super::{ColumnRef, Node, Predicate};
use crate::schema::ReverseDef;

/// The rows of `T` that a relation of a query's row leads to, or some of them: what
/// [`filter`](super::ToManyOperators::filter) of a relation gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
/// let sql = Country::filter(|c| c.cities.filter(|c| c.people.gt(100_000)).count().ge(3)).to_sql();
/// assert!(sql.contains("SELECT count(*)"));
/// ```
#[must_use = "related rows do nothing until something is asked of them"]
pub struct RelatedRows<M, T> {
    relation: &'static ReverseDef,
    key: ColumnRef,
    filter: Vec<Node>,
    depth: u16,
    /// How many of the conditions are the model's own scope: the first.
    scoped: usize,
    types: PhantomData<fn() -> (M, T)>,
}

untyped!([M, T] RelatedRows<M, T> { relation, key, filter, scoped, depth; types });

impl<M, T> RelatedRows<M, T> {
    pub(super) fn new(relation: &'static ReverseDef, key: ColumnRef) -> Self {
        Self { relation, key, filter: Vec::new(), depth: 0, scoped: 0, types: PhantomData }
    }

    /// Only those for which this is true, too.
    pub(super) fn and(mut self, condition: Predicate<T>) -> Self {
        let Tree { node, depth } = condition.into_tree();
        self.depth = self.depth.max(depth);
        if !matches!(node, Node::Constant(true)) {
            self.filter.push(node);
        }
        self
    }

    /// Only those that the model's own scope lets through.
    pub(super) fn scoped(self, scope: Predicate<T>) -> Self {
        let mut rows = self.and(scope);
        rows.scoped = rows.filter.len();
        rows
    }

    /// Also those that it does not.
    pub(super) fn without_scope(mut self) -> Self {
        self.filter.drain(..self.scoped);
        self.scoped = 0;
        self
    }

    /// The question, which is as deep as its deepest condition or value.
    pub(super) fn ask(self, question: RelatedQuestion, value_depth: u16) -> Tree {
        let Self { relation, key, filter, depth, .. } = self;
        let node = Node::Related(Box::new(RelatedNode { question, relation, key, filter }));
        Tree::related(node, depth.max(value_depth))
    }
}
