//! What derived code calls. Not for programs, and not kept stable for them.

mod choice;
mod keys;
mod newtype;
mod quoted;
mod table_template;
mod template;
mod validation;

use std::fmt;

pub use crate::database::Db;
use crate::database::{Outcome, Request};
use crate::expr::{Predicate, make_scope};
pub use crate::model::Fields;
use crate::model::Values;
use crate::schema::ColumnDef;
pub use crate::schema::{CompositeKey, OutputColumn};
use crate::value::{Kind, Moment};

pub use crate::database::{BoxFuture, Registered, Registration};
pub use crate::error::Result;
pub use crate::expr::{Comparable, DerivedNode, Node, Operators, TextField, TextOperators, ToManyOperators};
pub use crate::field::{Column, FieldSet, ToMany, ToOne, ToOneBack};
pub use crate::model::{AllButRelations, AllGiven, Detachable, GivenOrRelation};
pub use crate::model::{
    Chunk, Given, IntoField, Model, NewModel, NewRow, Next, Partial, Row, Set, State, TakesFields, Unset, Zero,
};
pub use crate::model::{DeserializeRow, deserialize_new};
pub use crate::model::{HookTable, hook_table};
pub use crate::path::via::{other_side, refers_once, via, via_once};
pub use crate::path::{Path, RefersOnceTo, RefersTo, RelationTo, ReverseTo, UniqueRelation};
pub use crate::query::project::{columns_of, optional_cells, optional_columns, over_fields, read_optional};
pub use crate::query::{CreateNested, Nest, Nested, NewChild, create, nest_many, nest_one};
pub use crate::query::{Derived, DerivedRelation, DerivedTable, FromRow, Projection, QuerySet, TableRow, derived_rows};
pub use crate::relation::{Deferred, attach_deferred, attach_to_many, attach_to_one};
pub use crate::relation::{ForeignKey, Holder, PrimaryKey, Provenance, TargetKey, ToOneHolder};
pub use crate::schema::{Direction, Fill, IndexDef, Link, OnDelete, RelationDef, ReverseDef, Table, Through};
pub use crate::schema::{Range, Rule};
pub use crate::sql::Check;
pub use crate::testing::{On, Setup, run as run_test};
pub use crate::validation::{Draft, Problems};
pub use crate::value::{
    Cell, ColumnType, Composite, Domain, EnumType, Field, Key, KeyColumn, KeyPart, NotNull, RowType, Slot, SqlType,
    Value,
};
pub use crate::value::{ReadResult, RowReader, key_column};
pub use choice::{number, numbers, read_number, unknown};
pub use inventory;

pub use keys::{AlternateKeys, Keys, holder};
pub use newtype::{KeyOf, KeyParts, TextOf};
pub use quoted::{Answer, AsCondition, AsItIs, both, either};
pub use rust_decimal::Decimal;
pub use serde::{Deserialize, Deserializer};
pub use std::future::Future;
pub use std::iter::IntoIterator;
pub use std::marker::PhantomData;
pub use table_template::derived_table;
pub use template::{cells, implementations, link, names, nested, pattern};
pub use tokio;
pub use validation::{Compiled, custom};

/// The moment at which something is written.
pub type Now = chrono::DateTime<chrono::Utc>;

/// Names the builder that has nothing set.
pub trait Empty {
    /// The builder.
    type New;
}

/// A model's table, as a function, because tables may point at each other.
#[must_use]
pub fn table<M: Model>() -> &'static Table {
    M::TABLE
}

macro_rules! numbers {
    ($($number:ident $next:ident, $set:ident $one_more:ident;)*) => {$(
        /// The number of a required field.
        pub type $next = Next<$number>;
        /// That many required fields, all of which are set.
        pub type $one_more = (Set, $set);
    )*};
}

/// The number of a required field.
pub type N0 = Zero;
/// No required field.
pub type AllSet0 = ();

numbers! {
    N0 N1, AllSet0 AllSet1;
    N1 N2, AllSet1 AllSet2;
    N2 N3, AllSet2 AllSet3;
    N3 N4, AllSet3 AllSet4;
    N4 N5, AllSet4 AllSet5;
    N5 N6, AllSet5 AllSet6;
    N6 N7, AllSet6 AllSet7;
    N7 N8, AllSet7 AllSet8;
    N8 N9, AllSet8 AllSet9;
    N9 N10, AllSet9 AllSet10;
    N10 N11, AllSet10 AllSet11;
    N11 N12, AllSet11 AllSet12;
}

/// What no type is. A builder would be a future of its own only if it were: this is how a missing field, and not
/// the builder, is what the compiler names when an incomplete one is awaited.
pub trait Never {}

/// Runs several statements that read, on one connection of a database. Here for the tests of this library.
///
/// # Errors
/// The first failure of them.
pub async fn run_together(db: &Db, requests: Vec<Request>) -> Result<Vec<Outcome>> {
    db.run_together(requests).await
}

/// A column as its type says. The type's kind is given as a constant, because a bound here would be one more message
/// about a type that no column holds.
#[must_use]
pub const fn column(name: &'static str, kind: Kind) -> ColumnDef {
    let mut column = ColumnDef::new(name, name, kind.ty);
    column.nullable = kind.nullable;
    column.domain = kind.domain;
    column.deferred = kind.deferred;
    column
}

/// A primary key of one column.
pub const SINGLE: Option<&'static CompositeKey> = None;

/// A primary key of several.
#[must_use]
pub const fn composite_key<M: Model>(name: &'static str, parts: &'static [usize]) -> CompositeKey {
    CompositeKey::new(name, <M::Key as Field>::TYPE, parts)
}

/// Who fills a primary key, by whether its type is counted up.
#[must_use]
pub const fn key_fill(generated: bool) -> Fill {
    if generated { Fill::Generated } else { Fill::Given }
}

/// What a setter was given.
pub fn given<T>(value: impl IntoField<T>) -> Slot<T> {
    Slot(Some(value.into_field()))
}

/// Some fields of a row that is read.
///
/// # Errors
/// When a cell does not hold what its field takes.
#[inline]
pub fn read<V: Values>(row: &mut dyn RowReader) -> ReadResult<V> {
    V::read(row)
}

/// This moment, as the value of a field.
pub fn at<B: Moment + IntoField<T>, T>(now: Now) -> T {
    B::at(now).into_field()
}

/// A condition without its types.
pub fn condition<M: Model>(condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Node {
    condition(Fields::<M>::REF).into_node()
}

/// The condition that a model's queries have, as the model keeps it. None while another one is made.
pub fn scope<M: Model>(scope: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Option<Box<dyn std::any::Any>> {
    make_scope(scope)
}

/// Shows the columns that a new row has set.
pub fn debug_new<N: NewRow>(new: &N, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let table = N::Model::TABLE;
    let mut shown = f.debug_struct(&format!("New{}", table.model));
    for (index, column) in table.columns.iter().enumerate().filter(|(index, _)| new.is_set(*index)) {
        shown.field(column.field, &new.column(index));
    }
    shown.finish_non_exhaustive()
}
