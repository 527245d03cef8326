use crate::model::Model;
use crate::value::{Captured, Value};

/// What was in the fields of a row at hand before a write, for the case that it comes to nothing.
pub(super) struct Snapshot(Vec<Value<'static>>);

impl Snapshot {
    pub(super) fn of<M: Model>(row: &M) -> Self {
        Self((0..M::TABLE.columns.len()).map(|column| row.column(column).into_owned()).collect())
    }

    /// Puts back what is different in these columns. Others stay untouched, and with them what is loaded behind foreign keys.
    pub(super) fn put_back<M: Model>(&self, row: &mut M, wanted: impl Fn(usize) -> bool) {
        for (column, value) in self.0.iter().enumerate() {
            if !wanted(column) || row.column(column) == *value {
                continue;
            }
            if M::TABLE.columns[column].deferred && matches!(value, Value::Unfit(..)) {
                row.forget(column);
            } else {
                // Of a value that was in this very field, reading it cannot fail.
                let _ = row.read_column(column, &mut Captured::new(vec![value.clone()]));
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
