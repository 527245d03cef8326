//! What queries about the rows of other queries are about.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use super::FromRow;
use crate::expr::{Node, Predicate};
use crate::field::FieldSet;
use crate::model::{Model, NewModel, NewRow, Row};
use crate::path::{Path, RelationTo};
use crate::relation::{ForeignKey, TargetKey};
use crate::schema::Table;
use crate::value::{Cell, Nullability, ReadError, ReadResult, RowReader, Value};

/// A projection whose rows queries can ask about as they do about a table's. Derived with `#[orm(model = .., table)]`, or with
/// `#[orm(table)]` for rows that are no model's.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
/// use orm::query::Derived;
///
/// #[derive(Projection)]
/// #[orm(model = Order, table)]
/// struct PerStatus {
///     status: String,
///     #[orm(expr = |o| o.total.sum())]
///     total: Option<i64>,
/// }
///
/// /// A condition about its rows.
/// fn large(s: &Fields<Derived<PerStatus>>) -> Predicate<Derived<PerStatus>> {
///     s.total.gt(100)
/// }
/// let query = Order::all().project::<PerStatus>().as_table().filter(large);
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot stand in place of a table",
    label = "its columns have no names in queries",
    note = "a struct's have where it derives `Projection` with `#[orm(model = .., table)]`"
)]
pub trait DerivedTable: FromRow {
    /// Its columns.
    type Fields<P: Path<Target = Derived<Self>>>: FieldSet;

    /// What its columns are called.
    #[doc(hidden)]
    const TABLE: &'static Table;

    /// The values of a row, in the order of the columns.
    #[doc(hidden)]
    fn into_values(self) -> Vec<Value<'static>>;
}

/// A foreign key among the columns of such rows. For derived code.
#[doc(hidden)]
pub trait DerivedRelation<const R: usize>: DerivedTable {
    /// The model that it points at.
    type Target: Model;
    /// By which of its columns.
    type By: TargetKey<Self::Target>;
    /// Whether it can be NULL.
    type Nullability: Nullability;
}

#[diagnostic::do_not_recommend]
impl<P: DerivedRelation<R>, const R: usize> RelationTo<R> for Derived<P> {
    type Target = P::Target;
    type By = P::By;
    type Nullability = P::Nullability;

    fn foreign_key(&mut self) -> Option<&mut ForeignKey<P::Target, P::By>> {
        match self.0 {}
    }
}

/// What a query about the rows of another one is about: it stands where a model's name does otherwise. There are no values of it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
/// # #[derive(Projection)] #[orm(model = Order, table)] struct PerStatus { status: String, #[orm(expr = |o| o.total.sum())] total: Option<i64> }
/// use orm::query::Derived;
///
/// let rows: QuerySet<Derived<PerStatus>, PerStatus> = Order::all().project::<PerStatus>().as_table();
/// let totals: QuerySet<Derived<PerStatus>, Option<i64>> = rows.values(|s| s.total);
/// ```
pub struct Derived<P>(Infallible, PhantomData<fn() -> P>);

impl<P> fmt::Debug for Derived<P> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

/// A new row of a derived table: there is none.
#[derive(Debug)]
pub struct NoNewRow<P>((), PhantomData<fn() -> P>);

#[diagnostic::do_not_recommend]
impl<P: DerivedTable> Model for Derived<P> {
    type Key = i64;
    type Fields<Q: Path<Target = Self>> = P::Fields<Q>;
    type New = NoNewRow<P>;
    type Create = ();
    type Patch = NoNewRow<P>;
    const TABLE: &'static Table = P::TABLE;

    fn create() {}

    fn patch() -> NoNewRow<P> {
        NoNewRow::unset()
    }

    fn key(&self) -> i64 {
        match self.0 {}
    }

    fn cells<'a>(&'a self, _: &mut dyn FnMut(&[&'a dyn Cell])) {
        match self.0 {}
    }

    fn cells_mut(&mut self, _: &mut dyn FnMut(&mut [&mut dyn Cell])) {
        match self.0 {}
    }

    fn read(_: &mut dyn RowReader) -> ReadResult<Self> {
        Err(ReadError::unexpected_null())
    }

    fn scope() -> Option<Box<dyn Any>> {
        // Queries about it begin with `as_table`, which asks for no scope. Those that begin with its name have no rows.
        Some(Box::new(Predicate::<Self>::leaf(Node::NoRows(P::TABLE.model))))
    }
}

#[diagnostic::do_not_recommend]
impl<P: DerivedTable> NewRow for NoNewRow<P> {
    type Model = Derived<P>;

    fn unset() -> Self {
        Self((), PhantomData)
    }

    fn row(&self) -> &dyn Row {
        &self.0
    }

    fn row_mut(&mut self) -> &mut dyn Row {
        &mut self.0
    }
}

#[diagnostic::do_not_recommend]
impl<P: DerivedTable> NewModel for NoNewRow<P> {
    fn into_model(self) -> Option<Derived<P>> {
        None
    }
}
