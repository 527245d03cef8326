//! Projected querysets in place of a table.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{FromRow, QuerySet};
use crate::database::Db;
use crate::expr::{DerivedFrom, DerivedNode, Materialized, Node, Predicate, Select, Selection, Source, ValuesNode};
use crate::field::FieldSet;
use crate::model::{Fields, Model, NewModel, NewRow, Row};
use crate::path::{Path, RelationTo};
use crate::relation::{ForeignKey, TargetKey};
use crate::schema::Table;
use crate::sql::Columns;
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

impl<P: DerivedTable> NewModel for NoNewRow<P> {
    fn into_model(self) -> Option<Derived<P>> {
        None
    }
}

impl<M: Model, P> QuerySet<M, P> {
    /// A query about the rows that this one gives, as it would be about a table's: `FROM (SELECT ..)`. Its closures see the
    /// columns of the projection.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
    /// # Order::bulk_create([("paid", 10), ("paid", 30), ("open", 5)].map(|(status, total)| Order::create().status(status).total(total)))
    /// #     .await?;
    /// #[derive(Projection, Debug, PartialEq)]
    /// #[orm(model = Order, table)]
    /// struct PerStatus {
    ///     status: String,
    ///     #[orm(expr = |o| o.total.sum().default(0))]
    ///     total: i64,
    /// }
    ///
    /// let sums = Order::all().project::<PerStatus>().as_table();
    /// assert_eq!(sums.clone().filter(|s| s.total.gt(20)).await?, [PerStatus { status: "paid".to_owned(), total: 40 }]);
    /// assert_eq!(sums.clone().aggregate(|s| s.total.avg()).await?, Some(22.5));
    /// let places = sums.order_by(|s| s.status).values(|s| (s.status, orm::rank().over(orm::window().order_by(s.total.desc()))));
    /// assert_eq!(places.await?, [("open".to_owned(), 2), ("paid".to_owned(), 1)]);
    /// # Ok(()) }
    /// ```
    pub fn as_table(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(None)
    }

    /// As [`as_table`](Self::as_table), with the rows written at the head of the statement, in WITH. However often such a query
    /// and its clones stand in one statement, its rows are written once.
    pub fn as_cte(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(Some(Materialized::AsFit))
    }

    /// As [`as_cte`](Self::as_cte), where the database makes the rows once, whatever is asked of them.
    pub fn as_materialized_cte(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(Some(Materialized::Yes))
    }

    /// As [`as_cte`](Self::as_cte), where the database takes the query as a part of each that uses it.
    pub fn as_not_materialized_cte(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(Some(Materialized::No))
    }

    fn derived(self, with: Option<Materialized>) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        let db = self.db.clone();
        let mut rows = self.into_rows();
        if !rows.is_sliced() && rows.distinct_on.is_empty() {
            rows.order.clear();
        }
        let mut select = Select::new(P::TABLE);
        match DerivedNode::of_query(rows, with) {
            Some(derived) => select.source = Source::Derived(Arc::new(derived)),
            None => select.filter.push(Node::TooDeep),
        }
        about::<P>(select, db)
    }
}

/// A query about the rows of a projection.
fn about<P: DerivedTable>(select: Select, db: Option<Db>) -> QuerySet<Derived<P>, P> {
    let columns = Columns::Table(P::TABLE);
    QuerySet { select: Arc::new(select), columns, read: P::read, model_of: None, loads: None, db }
}

/// Rows that are found in SQL of the program's own as in a table: a model's, and those of a projection with `table`.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot stand in place of a table",
    label = "its columns have no names in queries",
    note = "a struct's have where it derives `Model`, or `Projection` with `#[orm(table)]`"
)]
pub trait TableRow: Sized + Send + 'static {
    /// What queries about them are about.
    type Of: Model;

    /// A query about these.
    #[doc(hidden)]
    fn queryset(rows: DerivedNode, db: Option<Db>) -> QuerySet<Self::Of, Self>;
}

#[diagnostic::do_not_recommend]
impl<M: Model> TableRow for M {
    type Of = M;

    fn queryset(rows: DerivedNode, db: Option<Db>) -> QuerySet<M> {
        let mut query = QuerySet::<M>::whole();
        query.db = db;
        query.change(|select| select.source = Source::Derived(Arc::new(rows)))
    }
}

/// A query about rows of a projection. For derived code.
pub fn derived_rows<P: DerivedTable>(rows: DerivedNode, db: Option<Db>) -> QuerySet<Derived<P>, P> {
    let mut select = Select::new(P::TABLE);
    select.source = Source::Derived(Arc::new(rows));
    about::<P>(select, db)
}

/// A query about rows that the program has, as about a table's: to compare those of the database with them, and to join these. In SQL
/// they are a list for each column, so that the text is the same for any number of rows.
///
/// # Errors
/// Awaited, `Error::InvalidValue` for a value that its column does not take.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "books", ordering = "title")] struct Book { id: i64, title: String, pages: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Book]).await?;
/// # Book::bulk_create([("Emma", 474), ("Persuasion", 249)].map(|(title, pages)| Book::create().title(title).pages(pages))).await?;
/// #[derive(Projection)]
/// #[orm(table)]
/// struct Read {
///     title: String,
///     page: i64,
/// }
///
/// let read = [("Emma", 474), ("Persuasion", 20)].map(|(title, page)| Read { title: title.to_owned(), page });
/// let read = orm::values_table(read);
/// let finished = Book::filter(|b| {
///     orm::exists(read.filter(|r| r.title.eq(outer(b.title)) & r.page.eq(outer(b.pages))))
/// });
/// assert_eq!(finished.get().await?.title, "Emma");
/// # Ok(()) }
/// ```
pub fn values_table<P: DerivedTable>(rows: impl IntoIterator<Item = P>) -> QuerySet<Derived<P>, P> {
    let rows = rows.into_iter().map(P::into_values).collect();
    derived_rows(DerivedNode::of_rows(DerivedFrom::Values(ValuesNode { rows })), None)
}

impl<P: DerivedTable> QuerySet<Derived<P>, P> {
    /// Gives more beside each row, such as what a window says of it.
    pub fn annotate<S: Selection<Derived<P>>>(
        self,
        selection: impl FnOnce(&'static Fields<Derived<P>>) -> S,
    ) -> QuerySet<Derived<P>, (P, S::Output)> {
        let mut selected = Vec::new();
        selection(Fields::<Derived<P>>::REF).nodes(&mut selected);
        let mut select = Arc::unwrap_or_clone(self.select);
        let columns = select.append(&self.columns, selected);
        QuerySet {
            select: Arc::new(select),
            columns,
            read: |row| Ok((P::read(row)?, S::read(row)?)),
            model_of: None,
            loads: None,
            db: self.db,
        }
    }
}
