//! Projected querysets in place of a table, and rows of the program there.

use std::sync::Arc;

use super::{Derived, DerivedTable, QuerySet};
use crate::database::Db;
use crate::expr::{
    DerivedFrom, DerivedNode, Materialized, Node, Select, Selection, Source, ValuesNode, depth_of_query,
};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::sql::Columns;

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
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
    /// # #[derive(Projection)] #[orm(model = Order, table)] struct PerStatus { status: String, #[orm(expr = |o| o.total.sum())] total: Option<i64> }
    /// let sums = Order::all().project::<PerStatus>().as_cte();
    /// let largest = sums.clone().values(|s| s.total.max()).scalar();
    /// let sql = sums.filter(|s| s.total.eq(largest)).to_sql();
    /// assert!(sql.starts_with("WITH ") && sql.matches("GROUP BY").count() == 1);
    /// ```
    pub fn as_cte(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(Some(Materialized::AsFit))
    }

    /// As [`as_cte`](Self::as_cte), where the database makes the rows once, whatever is asked of them.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
    /// # #[derive(Projection)] #[orm(model = Order, table)] struct PerStatus { status: String, #[orm(expr = |o| o.total.sum())] total: Option<i64> }
    /// let sums = Order::all().project::<PerStatus>().as_materialized_cte();
    /// assert!(sums.to_sql().contains(" AS MATERIALIZED ("));
    /// ```
    pub fn as_materialized_cte(self) -> QuerySet<Derived<P>, P>
    where
        P: DerivedTable,
    {
        self.derived(Some(Materialized::Yes))
    }

    /// As [`as_cte`](Self::as_cte), where the database takes the query as a part of each that uses it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
    /// # #[derive(Projection)] #[orm(model = Order, table)] struct PerStatus { status: String, #[orm(expr = |o| o.total.sum())] total: Option<i64> }
    /// let sums = Order::all().project::<PerStatus>().as_not_materialized_cte();
    /// assert!(sums.to_sql().contains(" AS NOT MATERIALIZED ("));
    /// ```
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
        let depth = depth_of_query(&rows);
        match DerivedNode::of_query(rows, with, depth) {
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

impl<P: DerivedTable> QuerySet<Derived<P>, P> {
    /// Gives more beside each row, such as what a window says of it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
    /// # #[derive(Projection)] #[orm(model = Order, table)] struct PerStatus { status: String, #[orm(expr = |o| o.total.sum())] total: Option<i64> }
    /// # async fn example() -> orm::Result<()> {
    /// let sums = Order::all().project::<PerStatus>().as_table();
    /// let ranked: Vec<(PerStatus, i64)> =
    ///     sums.annotate(|s| orm::rank().over(orm::window().order_by(s.total.desc()))).await?;
    /// # Ok(()) }
    /// ```
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

/// A query about rows of a projection. For derived code.
pub fn derived_rows<P: DerivedTable>(rows: DerivedNode, db: Option<Db>) -> QuerySet<Derived<P>, P> {
    let mut select = Select::new(P::TABLE);
    select.source = Source::Derived(Arc::new(rows));
    about::<P>(select, db)
}
