//! The first rows of each.

use super::QuerySet;
use crate::expr::Selection;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::sql::among_first;

impl<M: Model, T> QuerySet<M, T> {
    /// At most so many rows for each value of this, or of several in a tuple: the first by the order that the query has here. An order
    /// that is given afterwards is that of the rows which are left; conditions decide about rows before they are counted, wherever
    /// they stand. Groups that are selected afterwards are made of the rows which are left; of a query that has groups already, these
    /// are counted.
    ///
    /// With a foreign key these are the first rows of each parent, and their `values` can name what the parent holds, in one
    /// statement. For lists beside each parent there is
    /// [`prefetch_related`](Self::prefetch_related).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
    /// let (ann, bob) = (User::create().name("ann").await?, User::create().name("bob").await?);
    /// for (user, total) in [(&ann, 10), (&ann, 30), (&ann, 20), (&bob, 5)] {
    ///     Order::create().user(user).total(total).await?;
    /// }
    /// let largest = Order::all().order_by(|o| o.total.desc()).limit_by(2, |o| o.user);
    /// let rows = largest.order_by(|o| (o.user.name, o.total.desc())).values(|o| (o.user.name, o.total)).await?;
    /// assert_eq!(rows, [("ann".to_owned(), 30), ("ann".to_owned(), 20), ("bob".to_owned(), 5)]);
    /// # Ok(()) }
    /// ```
    pub fn limit_by<S: Selection<M>>(self, rows: u64, of: impl FnOnce(&'static Fields<M>) -> S) -> Self {
        let mut nodes = Vec::new();
        of(Fields::<M>::REF).nodes(&mut nodes);
        let order = self.order_or_key();
        let partition = nodes.into_iter().map(|(node, _)| node).collect();
        let of_groups = self.select.is_grouped();
        self.filter_node(among_first(of_groups, partition, order, i64::try_from(rows).unwrap_or(i64::MAX)))
    }
}
