//! What `q!` calls: `&&` and `||` that have a side of the program's own, and the answer of a closure.
//!
//! What the closure of `q!` gives where that is a column by itself: a condition of one that holds a `bool`, which a
//! filter wants, and the column of any other, which an order or a projection may want.

use crate::expr::{IntoPredicate, Predicate};

/// `left && right`: where no row passes the left one, the right one is not made.
pub fn both<M>(left: Predicate<M>, right: impl FnOnce() -> Predicate<M>) -> Predicate<M> {
    if left.is_always(false) { left } else { left & right() }
}

/// `left || right`: where each row passes the left one, the right one is not made.
pub fn either<M>(left: Predicate<M>, right: impl FnOnce() -> Predicate<M>) -> Predicate<M> {
    if left.is_always(true) { left } else { left | right() }
}

/// What the closure gives. Of the two traits below the compiler takes the first, where that can be.
#[derive(Debug)]
pub struct Answer<T>(pub T);

/// What can be a condition is one.
pub trait AsCondition<M> {
    /// The condition.
    fn answer(self) -> Predicate<M>;
}

impl<M, T: IntoPredicate<M>> AsCondition<M> for Answer<T> {
    fn answer(self) -> Predicate<M> {
        self.0.into_predicate()
    }
}

/// Everything else stays what it is.
pub trait AsItIs {
    /// What it is.
    type This;

    /// It.
    fn answer(self) -> Self::This;
}

impl<T: Clone> AsItIs for &Answer<T> {
    type This = T;

    fn answer(self) -> T {
        self.0.clone()
    }
}
