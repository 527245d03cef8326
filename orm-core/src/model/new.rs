//! What is inside of a builder such as `NewUser`.

use std::marker::PhantomData;

/// A model as the cells of a row that is being made.
pub trait Cells {
    /// Nested tuples, as [`Row`](super::Row) takes them.
    type Cells;
}

/// A new row of `M`, of whose required fields those are set that `S` says.
pub struct New<M: Cells, S> {
    /// Its cells.
    pub cells: M::Cells,
    state: PhantomData<fn() -> S>,
}

impl<M: Cells<Cells: Default>, S> New<M, S> {
    /// The row of which nothing is set.
    #[must_use]
    pub fn nothing() -> Self {
        Self { cells: Default::default(), state: PhantomData }
    }
}

impl<M: Cells, S> New<M, S> {
    /// The same row, of which something else is said to be set.
    #[inline]
    #[must_use]
    pub fn with<Other>(self) -> New<M, Other> {
        New { cells: self.cells, state: PhantomData }
    }
}
