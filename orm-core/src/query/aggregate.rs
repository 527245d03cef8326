//! Questions whose answer is one number or one truth.

use std::sync::Arc;

use super::QuerySet;
use super::read::{Read, ReadExchange, broken_backend, returned, rows};
use crate::database::{Exchange, Request};
use crate::error::{Error, Result};
use crate::expr::{Node, Output, Selection, SubqueryNode, SubqueryQuestion};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::OutputColumn;
use crate::sql::{Access, Columns, Dialect, Effect, Select, Statement};
use crate::value::{ColumnType, Field, ReadResult, RowReader, SqlType};

impl<M: Model, T> QuerySet<M, T> {
    /// How many rows the query gives.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("ann").await?;
    /// assert_eq!(User::filter(|u| u.name.eq("ann")).count().await?, 1);
    /// assert_eq!(User::all().offset(5).count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub async fn count(self) -> Result<u64> {
        if self.select.is_empty() {
            return Ok(0);
        }
        let db = self.db()?;
        let Request { statement, exchange } = self.into_count(db.dialect())?;
        counted(db.run(statement, exchange).await?.exchange)
    }

    /// How many rows it gives, to be asked; [`counted`] reads the answer.
    pub(super) fn into_count(self, dialect: Dialect) -> Result<Request> {
        let compiled = Arc::unwrap_or_clone(self.select).compile_count(dialect)?;
        let read: Read<i64> = i64::read_column;
        let exchange = Box::new(ReadExchange { parameters: compiled.parameters, rows: Vec::new(), read });
        let columns = Columns::list([OutputColumn { model: M::TABLE.model, field: "count", ty: SqlType::BigInt }]);
        let (access, effect) = (Access::Read, Effect::Reads(M::TABLE));
        Ok(Request { statement: Statement { sql: compiled.sql.into(), access, columns, effect }, exchange })
    }

    /// Whether the query gives any row.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(!User::filter(|u| u.name.eq("ann")).exists().await?);
    /// # Ok(()) }
    /// ```
    pub async fn exists(self) -> Result<bool> {
        if self.select.is_empty() {
            return Ok(false);
        }
        let db = self.db()?;
        let compiled = Arc::unwrap_or_clone(self.select).compile_exists(db.dialect())?;
        let columns = Columns::list([OutputColumn { model: M::TABLE.model, field: "exists", ty: SqlType::Boolean }]);
        let read: Read<bool> = bool::read_column;
        let mut answer = rows(&db, Access::Read, Effect::Reads(M::TABLE), compiled, columns, read).await?;
        answer.pop().ok_or_else(|| broken_backend("it did not answer whether there is a row"))
    }
}

impl<M: Model> QuerySet<M> {
    /// Whether this row is among those that the query gives.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").await?;
    /// assert!(User::filter(|u| u.age.ge(18)).contains(&ann).await?);
    /// # Ok(()) }
    /// ```
    pub async fn contains(self, row: &M) -> Result<bool> {
        if self.select.is_sliced() {
            // The limit comes before the question: what is searched is the slice.
            // Whole rows are distinct already, and keys alone could not be ordered by anything else.
            let slice = self.change(|select| select.distinct = false);
            return Ok(slice.values(|_| OwnKey).fetch().await?.contains(&row.key()));
        }
        self.filter_node(Node::column_is(M::TABLE, M::TABLE.primary_key, row.key().into_value())).exists().await
    }
}

impl<M: Model, T> QuerySet<M, T> {
    /// Values of all rows that the query gives, made by aggregates: of its slice where it has a limit, of its groups where it has some.
    ///
    /// # Errors
    /// As awaiting the query; `Error::Unsupported` for what is no aggregate.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, status: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
    /// Order::bulk_create([("paid", 10), ("paid", 30), ("open", 5)].map(|(status, total)| Order::create().status(status).total(total)))
    ///     .await?;
    /// let (orders, total) = Order::all().aggregate(|o| (count(), o.total.sum())).await?;
    /// assert_eq!((orders, total), (3, Some(45)));
    ///
    /// // Of the two largest; and of the groups, the largest number of orders.
    /// let most = Order::all().order_by(|o| o.total.desc()).limit(2).aggregate(|o| o.total.sum()).await?;
    /// let largest = Order::all().values(|o| (o.status, count())).aggregate(|_| count().max()).await?;
    /// assert_eq!((most, largest), (Some(40), Some(2)));
    /// # Ok(()) }
    /// ```
    pub async fn aggregate<S: Selection<M>>(
        self,
        selection: impl FnOnce(&'static Fields<M>) -> S,
    ) -> Result<S::Output> {
        let mut selected = Vec::new();
        selection(Fields::<M>::REF).nodes(&mut selected);
        let (nodes, columns): (Vec<Node>, Vec<OutputColumn>) = selected.into_iter().unzip();
        if let Some(column) =
            columns.iter().zip(&nodes).find(|(_, node)| !node.has_aggregate()).map(|(column, _)| column)
        {
            return Err(no_aggregate(column));
        }
        let db = self.db()?;
        let compiled = aggregated(self.into_rows(), nodes)?.compile(db.dialect())?;
        let read: Read<S::Output> = S::read;
        let mut answer =
            rows(&db, Access::Read, Effect::Reads(M::TABLE), compiled, Columns::list(columns), read).await?;
        answer.pop().ok_or_else(|| broken_backend("it answered an aggregate with no row"))
    }
}

/// A query for values of all rows that another one gives.
fn aggregated(mut rows: Select, nodes: Vec<Node>) -> Result<Select> {
    rows.lock = None;
    if !rows.is_sliced() && rows.distinct_on.is_empty() {
        rows.order.clear();
    }
    let whole_rows = matches!(rows.output, Output::Table);
    let by_windows = rows.filter.iter().any(Node::has_window);
    let all_of_table = rows.gives_rows() && rows.distinct_on.is_empty() && !rows.is_sliced() && !by_windows;
    let of_windows = matches!(&rows.output, Output::Nodes(nodes) if nodes.iter().any(Node::has_window));
    if all_of_table && (whole_rows || !rows.distinct && !rows.is_grouped() && !of_windows) {
        rows.distinct = false;
        rows.output = Output::Nodes(nodes);
        return Ok(rows);
    }
    // Rows of a derived table have no key by which they could be found again.
    if !whole_rows || rows.is_derived() {
        return rows.as_source(nodes);
    }
    // By their keys, so that paths lead on from them.
    let table = rows.table;
    let key = Node::root_column(table, table.primary_key);
    rows.distinct = false;
    rows.output = Output::Nodes(vec![key.clone()]);
    let question = SubqueryQuestion::In { value: key, negated: false };
    let mut outer = Select::new(table);
    outer.filter.push(Node::Subquery(Box::new(SubqueryNode { question, select: rows })));
    outer.output = Output::Nodes(nodes);
    Ok(outer)
}

#[cold]
fn no_aggregate(column: &OutputColumn) -> Error {
    let what = format!("{}.{}", column.model, column.field);
    Error::Unsupported {
        reason: format!(
            "aggregate(..) of {what}, which each row has: give it a `sum()` or `max()`, or ask for `values`"
        ),
    }
}

/// The number with which [`QuerySet::into_count`] was answered.
pub(super) fn counted(answer: Box<dyn Exchange>) -> Result<u64> {
    let count = returned::<ReadExchange<i64>>(answer)?.rows.pop();
    let count = count.and_then(|count| u64::try_from(count).ok());
    count.ok_or_else(|| broken_backend("it counted fewer than no rows"))
}

/// Selects the primary key.
struct OwnKey;

impl<M: Model> Selection<M> for OwnKey {
    type Output = M::Key;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        let key = M::TABLE.key();
        let output = OutputColumn { model: M::TABLE.model, field: key.field, ty: key.ty };
        nodes.push((Node::root_column(M::TABLE, M::TABLE.primary_key), output));
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<M::Key> {
        M::Key::read_column(row)
    }
}
