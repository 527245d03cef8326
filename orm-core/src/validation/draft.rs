use std::fmt;

use crate::field::{Column, FieldSet};
use crate::model::{Fields, Model, NewRow};
use crate::path::Root;
use crate::value::{Captured, ColumnType, Value};

/// A row that is about to be written, for a rule about several of its fields: one that is new, one at hand, or one at hand with the
/// changes of a patch.
///
/// ```
/// use orm::error::Invalid;
/// use orm::prelude::*;
/// use orm::validation::Draft;
///
/// #[derive(Model)]
/// #[orm(validate = nights_in_order)]
/// struct Booking {
///     id: i64,
///     first: i32,
///     last: i32,
/// }
///
/// fn nights_in_order(booking: &Draft<'_, Booking>) -> Result<(), Invalid> {
///     if booking.get(|b| b.last) < booking.get(|b| b.first) {
///         return Err(Invalid::new("the last night is before the first one").code("order").field("last"));
///     }
///     Ok(())
/// }
///
/// let error = Booking::create().first(7).last(5).validate().unwrap_err();
/// assert_eq!(error.to_string(), "invalid value for Booking.last: the last night is before the first one");
/// ```
pub struct Draft<'a, M: Model> {
    source: Source<'a, M>,
}

enum Source<'a, M: Model> {
    New(&'a M::New),
    Row(&'a M),
    /// A row, and the values that some of its columns are to have.
    Changed(&'a M, &'a [(usize, Value<'static>)]),
}

impl<'a, M: Model> Draft<'a, M> {
    pub(super) fn of_new(new: &'a M::New) -> Self {
        Self { source: Source::New(new) }
    }

    pub(super) fn of_row(row: &'a M) -> Self {
        Self { source: Source::Row(row) }
    }

    pub(super) fn of_changed(row: &'a M, changes: &'a [(usize, Value<'static>)]) -> Self {
        Self { source: Source::Changed(row, changes) }
    }

    /// The value of a field; `None` where the database is to give it, such as the key of a new row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # use orm::error::Invalid;
    /// # use orm::validation::Draft;
    /// # #[derive(Model)] #[orm(validate = adult_or_accompanied)] struct Guest { id: i64, age: i16, with: Option<String> }
    /// fn adult_or_accompanied(guest: &Draft<'_, Guest>) -> Result<(), Invalid> {
    ///     let is_alone = guest.get(|g| g.with).flatten().is_none();
    ///     if guest.get(|g| g.age) < Some(18) && is_alone { Err("children come with somebody".into()) } else { Ok(()) }
    /// }
    /// assert!(Guest::create().age(12).validate().is_err());
    /// assert!(Guest::create().age(12).with("ann").validate().is_ok());
    /// ```
    pub fn get<T: ColumnType>(&self, column: impl FnOnce(&'static Fields<M>) -> Column<Root<M>, T>) -> Option<T> {
        let value = self.value(column(Fields::<M>::REF).index())?;
        T::read_column(&mut Captured::new(vec![value.into_owned()])).ok()
    }

    fn value(&self, column: usize) -> Option<Value<'_>> {
        match self.source {
            Source::New(new) => new.is_set(column).then(|| new.column(column)),
            Source::Row(row) => known(row, column),
            Source::Changed(row, changes) => {
                let change = changes.iter().find(|(changed, _)| *changed == column);
                change.map_or_else(|| known(row, column), |(_, value)| Some(value.clone()))
            }
        }
    }
}

/// What is in a column of a row: nothing where it is deferred and not loaded.
fn known<M: Model>(row: &M, column: usize) -> Option<Value<'_>> {
    let value = row.column(column);
    let is_absent = M::TABLE.columns[column].deferred && matches!(value, Value::Unfit(..));
    (!is_absent).then_some(value)
}

impl<M: Model> fmt::Debug for Draft<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(M::TABLE.model);
        for (index, column) in M::TABLE.columns.iter().enumerate() {
            if let Some(value) = self.value(index) {
                shown.field(column.field, &value);
            }
        }
        shown.finish()
    }
}
