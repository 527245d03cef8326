use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::DraftField;
use crate::field::FieldSet;
use crate::model::{Fields, Model, NewRow};
use crate::schema::Table;
use crate::value::{Captured, ColumnType, SqlType, Value};

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
    /// The foreign key to a row that is not there yet, if there is one.
    pending: Option<usize>,
    /// Whether it, or what is not loaded, was asked for since this was looked at last.
    asked: AtomicBool,
}

enum Source<'a, M: Model> {
    New(&'a M::New),
    Row(&'a M),
    /// A row, and the values that some of its columns are to have.
    Changed(&'a M, &'a [(usize, Value<'static>)]),
}

impl<'a, M: Model> Draft<'a, M> {
    /// A new row; `pending` is its foreign key to a row that is not there yet.
    pub(super) fn of_new(new: &'a M::New, pending: Option<usize>) -> Self {
        Self { pending, ..Self::of(Source::New(new)) }
    }

    pub(super) fn of_row(row: &'a M) -> Self {
        Self::of(Source::Row(row))
    }

    pub(super) fn of_changed(row: &'a M, changes: &'a [(usize, Value<'static>)]) -> Self {
        Self::of(Source::Changed(row, changes))
    }

    fn of(source: Source<'a, M>) -> Self {
        Self { source, pending: None, asked: AtomicBool::new(false) }
    }

    /// Whether what is not known yet was asked for since this was called last.
    pub(super) fn has_asked(&self) -> bool {
        self.asked.swap(false, Ordering::Relaxed)
    }

    /// The value of a field, or the key that a foreign key holds; `None` where the database is to give it, such as the key of a new row,
    /// and where it is deferred and not loaded. A failure of a rule that has asked for what is not loaded does not count, as it cannot
    /// know better: such a rule is checked once that is loaded or set.
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
    pub fn get<D: DraftField<M>>(&self, field: impl FnOnce(&'static Fields<M>) -> D) -> Option<D::Type> {
        let column = field(Fields::<M>::REF).column();
        if !self.is_known(column) {
            self.asked.store(true, Ordering::Relaxed);
        }
        let value = self.value(column)?;
        D::Type::read_column(&mut Captured::new(vec![value.into_owned()])).ok()
    }

    /// Whether what a rule is given of this column is what will be in the table.
    fn is_known(&self, column: usize) -> bool {
        let is_here = match self.source {
            Source::New(_) => true,
            Source::Row(row) => row.is_here(column),
            Source::Changed(row, changes) => {
                row.is_here(column) || changes.iter().any(|(changed, _)| *changed == column)
            }
        };
        is_here && self.pending != Some(column)
    }

    fn value(&self, column: usize) -> Option<Value<'_>> {
        if self.pending == Some(column) {
            return Some(stand_in(M::TABLE, column));
        }
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
    row.is_here(column).then(|| row.column(column))
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

/// Whether what stands for a foreign key can be read as one. Key types of the program's own may refuse it.
pub(super) fn has_stand_in<N: NewRow>(column: usize) -> bool {
    N::unset().read_column(column, &mut Captured::new(vec![stand_in(N::Model::TABLE, column)])).is_ok()
}

/// Something of a column's type, for rules that rely on a foreign key being there: what they say of it does not count.
fn stand_in(table: &'static Table, column: usize) -> Value<'static> {
    fn of(ty: SqlType) -> Value<'static> {
        match ty {
            SqlType::SmallInt => Value::SmallInt(0),
            SqlType::Integer => Value::Integer(0),
            SqlType::BigInt => Value::BigInt(0),
            SqlType::Uuid => Value::Uuid(uuid::Uuid::nil()),
            SqlType::Date => Value::Date(0),
            SqlType::Text => Value::Text("".into()),
            other => Value::Null(other),
        }
    }
    match table.at(column).ty {
        SqlType::Row(parts) => Value::Row(parts, parts.parts.iter().copied().map(of).collect()),
        ty => of(ty),
    }
}
