use std::any::Any;
use std::borrow::Cow;

use crate::value::{ReadResult, RowReader, Value};

/// What goes into a statement and what comes out of it: parameters, then rows.
///
/// It owns both, so that a backend can take it to another thread: what is written is encoded from where it
/// lies, and each row is decoded where it arrives, without a copy in between.
pub trait Exchange: Any + Send {
    /// How many times the statement runs, each time with its own parameters.
    fn sets(&self) -> usize {
        1
    }

    /// The parameters of one run, in the order of their numbers in the text.
    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]>;

    /// Takes one row. `set` says which run it is from; within one run rows come in order.
    ///
    /// # Errors
    /// When a cell does not hold what the program reads.
    fn row(&mut self, set: usize, row: &mut dyn RowReader) -> ReadResult<()>;
}
