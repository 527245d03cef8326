use crate::model::Model;
use crate::value::{Captured, Value};

/// What was in the fields of a row at hand before a write, for the case that it comes to nothing.
pub(super) struct Snapshot(Vec<Kept>);

struct Kept {
    value: Value<'static>,
    /// Whether it was the row's own: not what a deferred column has been given by the rows that were read with this one.
    is_given: bool,
}

impl Snapshot {
    pub(super) fn of<M: Model>(row: &M) -> Self {
        let kept = |column| Kept { value: row.column(column).into_owned(), is_given: row.is_given(column) };
        Self((0..M::TABLE.columns.len()).map(kept).collect())
    }

    /// Puts back what is different in these columns. Others stay untouched, and with them what is loaded behind foreign keys.
    pub(super) fn put_back<M: Model>(&self, row: &mut M, wanted: impl Fn(usize) -> bool) {
        for (column, kept) in self.0.iter().enumerate() {
            if !wanted(column) || row.is_given(column) == kept.is_given && row.column(column) == kept.value {
                continue;
            }
            if kept.is_given {
                // Of a value that was in this very field, reading it fails only where no column can hold it: then what came after it stays.
                let _ = row.read_column(column, &mut Captured::new(vec![kept.value.clone()]));
            } else {
                // What was loaded for it is still with the others, or it had none. Had it become its own, a later write would write it.
                row.forget(column);
            }
        }
    }

    /// What a write came to, of which nothing is left in the row at hand where it has failed.
    pub(super) fn unless_done<M: Model, T, E>(&self, row: &mut M, done: Result<T, E>) -> Result<T, E> {
        if done.is_err() {
            self.put_back(row, |_| true);
        }
        done
    }
}
