use std::any::Any;
use std::borrow::Cow;

use crate::value::{ReadResult, RowReader, Value};

/// What goes into a statement and what comes out of it: parameters, then rows.
///
/// It owns both, so that a backend can take it to another thread: what is written is encoded from where it
/// lies, and each row is decoded where it arrives, without a copy in between.
///
/// ```
/// use std::borrow::Cow;
///
/// use orm::database::Exchange;
/// use orm::value::{Captured, Field, ReadResult, RowReader, Value};
///
/// /// Asks for names by age.
/// struct Names {
///     age: i16,
///     found: Vec<Option<String>>,
/// }
///
/// impl Exchange for Names {
///     fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
///         vec![self.age.to_value()].into()
///     }
///
///     fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
///         self.found.push(String::read(row)?);
///         Ok(())
///     }
/// }
///
/// // What a backend does:
/// let mut names = Names { age: 31, found: Vec::new() };
/// assert_eq!(*names.parameters(0), [Value::SmallInt(31)]);
/// names.row(0, &mut Captured::new(vec![Value::Text("ann".into())])).unwrap();
/// assert_eq!(names.found, [Some("ann".to_owned())]);
/// ```
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
