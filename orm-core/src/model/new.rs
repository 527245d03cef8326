//! What is inside of a builder such as `NewUser`.

use std::marker::PhantomData;

/// A new row with these cells, of whose required fields those are set that `S` says.
pub struct New<C, S> {
    /// Its cells: nested tuples, as [`Row`](super::Row) takes them.
    pub cells: C,
    state: PhantomData<fn() -> S>,
}

impl<C: Default, S> New<C, S> {
    /// The row of which nothing is set.
    #[must_use]
    pub fn nothing() -> Self {
        Self { cells: C::default(), state: PhantomData }
    }
}

impl<C, S> New<C, S> {
    /// The row with these cells.
    #[must_use]
    pub fn of(cells: C) -> Self {
        Self { cells, state: PhantomData }
    }

    /// The same row, of which something else is said to be set.
    #[inline]
    #[must_use]
    pub fn with<Other>(self) -> New<C, Other> {
        New { cells: self.cells, state: PhantomData }
    }
}
