//! What derived code calls. Not for programs, and not kept stable for them.

use std::fmt;

use crate::expr::{Node, Predicate};
use crate::field::FieldSet;
use crate::model::{Fields, IntoField, Model, NewModel};
use crate::schema::{ColumnDef, Fill};
use crate::value::{Moment, SqlType};

pub use crate::query::create;
pub use inventory;

/// The moment at which something is written.
pub type Now = chrono::DateTime<chrono::Utc>;

/// Names the builder that has nothing set.
pub trait Start {
    /// The builder.
    type Empty;
}

/// What no type is. A builder would be a future of its own only if it were: this is how a missing field, and not
/// the builder, is what the compiler names when an incomplete one is awaited.
pub trait Never {}

/// A column as its type says, given as the two constants because a bound here would be one more message about a
/// type that no column holds.
#[must_use]
pub const fn column_def(field: &'static str, name: &'static str, ty: SqlType, nullable: bool) -> ColumnDef {
    let mut column = ColumnDef::new(field, name, ty);
    column.nullable = nullable;
    column
}

/// Whether a field of a new row has a value.
pub fn is_set<T>(value: &Option<T>) -> bool {
    value.is_some()
}

/// Who fills a primary key, by whether its type is counted up.
#[must_use]
pub const fn key_fill(generated: bool) -> Fill {
    if generated { Fill::Generated } else { Fill::Given }
}

/// This moment, as the value of a field.
pub fn at<B: Moment + IntoField<T>, T>(now: Now) -> T {
    B::at(now).into_field()
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
