//! Querysets as parts of the expressions of others.

use std::sync::Arc;

use super::QuerySet;
use crate::expr::{
    ByKeys, ByRows, Expr, InList, InRows, Lookup, Node, Output, Predicate, Select, SubqueryNode, SubqueryQuestion,
    depth_of_query,
};
use crate::model::Model;
use crate::relation::{TargetKey, target_column};
use crate::value::{ColumnType, Field, Nullability, Same};

/// Whether a query gives any row; of the row of the query around it, it is told by [`outer`](crate::expr::outer).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "visits")] struct Visit { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Visit]).await?;
/// User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
/// Visit::create().name("bob").await?;
/// // No relation leads from one to the other.
/// let visitors = User::filter(|u| orm::exists(Visit::filter(|v| v.name.eq(outer(u.name))))).await?;
/// assert_eq!(visitors[0].name, "bob");
/// # Ok(()) }
/// ```
pub fn exists<M: Model, N: Model, T>(query: QuerySet<N, T>) -> Predicate<M> {
    let select = Arc::unwrap_or_clone(query.select);
    let depth = depth_of_query(&select);
    let question = SubqueryQuestion::Exists { negated: false };
    Predicate::of_query(Node::Subquery(Box::new(SubqueryNode { question, select })), depth)
}

impl<N: Model, K: ColumnType> QuerySet<N, K> {
    /// The first value that the query gives, as an expression of another query; NULL where it gives none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
    /// # async fn example() -> orm::Result<()> {
    /// // Each user's latest total.
    /// let latest: Vec<(String, Option<i64>)> = User::all()
    ///     .values(|u| {
    ///         let orders = Order::filter(|o| o.user.eq(outer(u.id))).order_by(|o| o.id.desc());
    ///         (u.name, orders.values(|o| o.total).scalar())
    ///     })
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn scalar<M: Model>(self) -> Expr<M, Option<K::Base>> {
        let mut select = self.into_select();
        let is_one_row = select.is_grouped() && select.selects_only_aggregates();
        if !is_one_row {
            select.limit = Some(select.limit.unwrap_or(1).min(1));
        }
        question(SubqueryQuestion::Scalar, select)
    }

    /// All values that the query gives, as a list in another one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
    /// # async fn example() -> orm::Result<()> {
    /// // Each user's three largest totals.
    /// let largest: Vec<(String, Vec<i64>)> = User::all()
    ///     .values(|u| {
    ///         let orders = Order::filter(|o| o.user.eq(outer(u.id))).order_by(|o| o.total.desc()).limit(3);
    ///         (u.name, orders.values(|o| o.total).array())
    ///     })
    ///     .await?;
    /// # Ok(()) }
    /// ```
    pub fn array<M: Model>(self) -> Expr<M, <K::Nullability as Nullability>::List<K::Base>> {
        question(SubqueryQuestion::Array, self.into_select())
    }
}

fn question<M: Model, T: ColumnType>(question: SubqueryQuestion, select: Select) -> Expr<M, T> {
    let depth = depth_of_query(&select);
    Expr::of_query(Node::Subquery(Box::new(SubqueryNode { question, select })), depth)
}

#[diagnostic::do_not_recommend]
impl<N: Model, K: ColumnType, T: Field> InList<T> for QuerySet<N, K>
where
    K::Base: Same<T>,
{
    fn into_lookup(self) -> Lookup {
        Lookup::Query(Box::new(self.into_rows()))
    }
}

#[diagnostic::do_not_recommend]
impl<N: Model, K: ColumnType, To: Model, B: TargetKey<To>> InRows<To, B, ByKeys> for QuerySet<N, K>
where
    K::Base: Same<B::Key>,
{
    fn into_lookup(self) -> Lookup {
        Lookup::Query(Box::new(self.into_rows()))
    }
}

#[diagnostic::do_not_recommend]
impl<To: Model, B: TargetKey<To>> InRows<To, B, ByRows> for QuerySet<To> {
    fn into_lookup(self) -> Lookup {
        let mut select = self.into_rows();
        // Whole rows are distinct already.
        select.distinct = false;
        select.output = Output::Nodes(vec![Node::root_column(To::TABLE, target_column::<To, B>())]);
        Lookup::Query(Box::new(select))
    }
}
