//! The condition that a model's queries have unless it is lifted.

use std::cell::Cell;

use super::Predicate;
use crate::model::Model;

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

/// The model's scope, if it has one. While a scope is made nothing has one: scopes that lead to each other would never end.
pub(crate) fn scope_of<M: Model>() -> Option<Predicate<M>> {
    if INSIDE.replace(true) {
        return None;
    }
    let _leave = Leave;
    M::scope()?.downcast().ok().map(|scope| *scope)
}
