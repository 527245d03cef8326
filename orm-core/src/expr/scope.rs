//! The condition that a model's queries have unless it is lifted.

use std::any::Any;
use std::cell::Cell;

use super::depth::Tree;
use super::{Node, Predicate};
use crate::field::FieldSet;
use crate::model::{Fields, Model};

thread_local! {
    /// Whether a scope is being made on this thread.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Leaves the scope, also where making it panics.
struct Leave;

impl Drop for Leave {
    fn drop(&mut self) {
        INSIDE.set(false);
    }
}

/// Makes a scope, as its model keeps it. While one is made nothing has one: scopes that lead to each other would never
/// end.
pub(crate) fn make<M: Model>(scope: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Option<Box<dyn Any>> {
    if INSIDE.replace(true) {
        return None;
    }
    let _leave = Leave;
    Some(Box::new(scope(Fields::<M>::REF)))
}

/// The model's scope, if it has one.
pub(crate) fn scope_of<M: Model>() -> Option<Predicate<M>> {
    M::scope().map(|scope| condition(scope, M::TABLE.model))
}

/// A scope that cannot be read fails the query: without it the query would give rows that nobody may see.
fn condition<M: 'static>(scope: Box<dyn Any>, model: &'static str) -> Predicate<M> {
    match scope.downcast() {
        Ok(scope) => *scope,
        Err(_) => Predicate::new(Tree::leaf(Node::WrongScope(model))),
    }
}

#[cfg(test)]
mod tests {
    use std::any::Any;

    use super::condition;
    use crate::expr::{Node, Predicate, depth::Tree};

    struct User;
    struct Order;

    #[test]
    fn a_scope_of_another_model_is_not_left_out() {
        let scope = || -> Box<dyn Any> { Box::new(Predicate::<User>::new(Tree::leaf(Node::Constant(true)))) };
        assert!(matches!(condition::<User>(scope(), "User").into_node(), Node::Constant(true)));
        assert!(matches!(condition::<Order>(scope(), "Order").into_node(), Node::WrongScope("Order")));
    }
}
