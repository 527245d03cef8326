//! What derived code calls. Not for programs, and not kept stable for them.

use std::fmt;

use crate::expr::{Node, Predicate};
use crate::field::FieldSet;
use crate::model::{Fields, IntoField, Model, NewModel};
use crate::schema::{ColumnDef, Fill};
use crate::value::{ColumnType, Field, Key, Moment, Nullability, Value};

pub use crate::query::create;
pub use inventory;

/// The moment at which something is written.
pub type Now = chrono::DateTime<chrono::Utc>;

/// Names the builder that has nothing set.
pub trait Start {
    /// The builder.
    type Empty;
}

/// A column as its type alone says.
#[must_use]
pub const fn column_def<T: ColumnType>(field: &'static str, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(field, name, <T::Base as Field>::TYPE);
    column.nullable = <T::Nullability as Nullability>::NULLABLE;
    column
}

/// Who fills a primary key of this type.
#[must_use]
pub const fn key_fill<K: Key>() -> Fill {
    if K::GENERATED { Fill::Generated } else { Fill::Given }
}

/// This moment, as the value of a field.
pub fn at<B: Moment + IntoField<T>, T>(now: Now) -> T {
    B::at(now).into_field()
}

/// A column of a new row; NULL where it has no value yet.
pub fn column<T: ColumnType>(value: &Option<T>) -> Value<'_> {
    value.as_ref().map_or(Value::Null(<T::Base as Field>::TYPE), ColumnType::to_column)
}

/// A condition without its types.
pub fn condition<M: Model>(condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Node {
    condition(Fields::<M>::REF).into_node()
}

/// Shows the columns that a new row has set.
pub fn debug_new<N: NewModel>(new: &N, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = N::Model::TABLE;
    let mut shown = f.debug_struct(&format!("New{}", table.model));
    for (index, column) in table.columns.iter().enumerate().filter(|(index, _)| new.is_set(*index)) {
        shown.field(column.field, &new.column(index));
    }
    shown.finish_non_exhaustive()
}
