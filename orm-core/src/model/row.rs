//! The cells of a row that is being made, as nested tuples: what the derive would otherwise write out for each model
//! is written here once for all of them.

use crate::value::{Cell, ColumnType, ReadResult, RowReader, Slot};

/// How many columns a tuple of a [`Row`] has; the last has the rest. The derive knows the same number.
pub(super) const COLUMNS_A_CHUNK: usize = 12;

/// The cells of a new row: `(Chunk, (Chunk, ()))`.
pub trait Row {
    /// The cell of a column, unless there are fewer.
    fn cell(&self, column: usize) -> Option<&dyn Cell>;
    /// The same, to be changed.
    fn cell_mut(&mut self, column: usize) -> Option<&mut dyn Cell>;
}

impl Row for () {
    fn cell(&self, _: usize) -> Option<&dyn Cell> {
        None
    }

    fn cell_mut(&mut self, _: usize) -> Option<&mut dyn Cell> {
        None
    }
}

impl<C: Chunk, R: Row> Row for (C, R) {
    fn cell(&self, column: usize) -> Option<&dyn Cell> {
        match column.checked_sub(COLUMNS_A_CHUNK) {
            None => self.0.cell(column),
            Some(column) => self.1.cell(column),
        }
    }

    fn cell_mut(&mut self, column: usize) -> Option<&mut dyn Cell> {
        match column.checked_sub(COLUMNS_A_CHUNK) {
            None => self.0.cell_mut(column),
            Some(column) => self.1.cell_mut(column),
        }
    }
}

/// Some columns of a row: a tuple of [`Slot`]s.
pub trait Chunk {
    /// The values, once all are there.
    type Values;

    /// The cell at this place.
    fn cell(&self, place: usize) -> Option<&dyn Cell>;
    /// The same, to be changed.
    fn cell_mut(&mut self, place: usize) -> Option<&mut dyn Cell>;
    /// The values; `None` where one is missing.
    fn complete(self) -> Option<Self::Values>;
}

/// Some columns of a row, as values.
pub trait Values: Sized {
    /// Reads them from the row's next cells.
    ///
    /// # Errors
    /// When a cell does not hold what its field takes.
    fn read(row: &mut dyn RowReader) -> ReadResult<Self>;
}

macro_rules! chunk {
    ($($name:ident $place:tt),*) => {
        impl<$($name: ColumnType),*> Chunk for ($(Slot<$name>,)*) {
            type Values = ($($name,)*);

            fn cell(&self, place: usize) -> Option<&dyn Cell> {
                match place {
                    $($place => Some(&self.$place),)*
                    _ => None,
                }
            }

            fn cell_mut(&mut self, place: usize) -> Option<&mut dyn Cell> {
                match place {
                    $($place => Some(&mut self.$place),)*
                    _ => None,
                }
            }

            #[inline]
            fn complete(self) -> Option<Self::Values> {
                Some(($(self.$place.0?,)*))
            }
        }

        impl<$($name: ColumnType),*> Values for ($($name,)*) {
            #[inline]
            fn read(row: &mut dyn RowReader) -> ReadResult<Self> {
                Ok(($($name::read_column(row)?,)*))
            }
        }
    };
}

/// Calls a macro once for each length of a chunk, with that many names and places.
macro_rules! chunks {
    ($macro:ident) => {
        $macro!(A 0);
        $macro!(A 0, B 1);
        $macro!(A 0, B 1, C 2);
        $macro!(A 0, B 1, C 2, D 3);
        $macro!(A 0, B 1, C 2, D 3, E 4);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
        $macro!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
    };
}

chunks!(chunk);

pub(super) use chunks;
