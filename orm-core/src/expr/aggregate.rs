use super::depth::{Tree, depth_of};
use super::functions::nodes;
use super::kind::{Kind, OfMany, WindowKind};
use super::node::{AggregateNode, Function};
use super::window::Window;
use super::{Expr, IntoExpr, IntoOrder, Node, Predicate};
use crate::model::Model;
use crate::value::{ColumnType, Field, Nullability};

/// One value of many rows, as [`Aggregates`](super::Aggregates) and [`count`] make it: of all rows of the query, or of each
/// group where columns stand beside it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, status: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
/// Order::bulk_create([("paid", 10), ("paid", 30), ("open", 5)].map(|(status, total)| Order::create().status(status).total(total)))
///     .await?;
/// let sums: Vec<(String, i64, Option<i64>)> =
///     Order::all().values(|o| (o.status, count(), o.total.sum())).order_by(|o| o.status).await?;
/// assert_eq!(sums, [("open".to_owned(), 1, Some(5)), ("paid".to_owned(), 2, Some(40))]);
/// # Ok(()) }
/// ```
pub type Aggregate<M, T> = Expr<M, T, OfMany>;

/// The aggregate's value of these arguments.
pub(super) fn aggregate<M: Model, T: ColumnType, K: WindowKind>(
    function: &'static Function,
    arguments: impl IntoIterator<Item = Tree>,
) -> Expr<M, T, K> {
    let (arguments, depth) = nodes(arguments);
    let node = AggregateNode {
        function,
        arguments,
        ty: <T::Base as Field>::TYPE,
        nullable: <T::Nullability as Nullability>::NULLABLE,
        distinct: false,
        filter: None,
        order: Vec::new(),
        over: None,
    };
    Expr::new(Tree::checked(Node::Aggregate(Box::new(node)), depth))
}

/// How many rows there are. In the prelude.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, status: String }
/// let sql = Order::all().values(|o| (o.status, count())).to_sql();
/// assert_eq!(sql, r#"SELECT "status", count(*) FROM "orders" GROUP BY 1"#);
/// ```
pub fn count<M: Model>() -> Aggregate<M, i64> {
    static COUNT: Function = Function::same("count", "count(*)");
    aggregate(&COUNT, [])
}

impl<M: Model, T: ColumnType, K: Kind> Expr<M, T, K> {
    fn change(self, depth: u16, change: impl FnOnce(&mut AggregateNode)) -> Tree {
        let mut tree = self.tree;
        if let Node::Aggregate(node) = &mut tree.node {
            change(node);
        }
        Tree::checked(tree.node, tree.depth.saturating_sub(1).max(depth))
    }

    /// Its value for each row, of the rows of a window around it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, user_id: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
    /// Order::bulk_create([10, 30, 5].map(|total| Order::create().user_id(1).total(total))).await?;
    /// let running: Vec<(i64, Option<i64>)> = Order::all()
    ///     .order_by(|o| o.id)
    ///     .values(|o| (o.total, o.total.sum().over(orm::window().partition_by(o.user_id).order_by(o.id))))
    ///     .await?;
    /// assert_eq!(running, [(10, Some(10)), (30, Some(40)), (5, Some(45))]);
    /// # Ok(()) }
    /// ```
    pub fn over(self, window: Window<M>) -> Expr<M, T>
    where
        K: WindowKind,
    {
        let (window, depth) = window.into_node();
        Expr::new(self.change(depth, |node| node.over = Some(window)))
    }
}

impl<M: Model, T: ColumnType> Aggregate<M, T> {
    /// Of the rows that meet a condition, and no others.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
    /// let sql = Order::all().values(|o| (count(), count().filter(o.total.gt(100)))).to_sql();
    /// assert_eq!(sql, r#"SELECT count(*), count(*) FILTER (WHERE "total" > $1) FROM "orders""#);
    /// ```
    pub fn filter(self, condition: Predicate<M>) -> Self {
        let Tree { node: condition, depth } = condition.into_tree();
        Expr::new(self.change(depth, |node| {
            node.filter = Some(match node.filter.take() {
                None => condition,
                Some(before) => Node::Logic { op: super::LogicOp::And, operands: vec![before, condition] },
            });
        }))
    }

    /// Of equal values once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, status: String }
    /// let sql = Order::all().values(|o| o.status.count().distinct()).to_sql();
    /// assert_eq!(sql, r#"SELECT count(DISTINCT "status") FROM "orders""#);
    /// ```
    pub fn distinct(self) -> Self {
        Expr::new(self.change(0, |node| node.distinct = true))
    }

    /// Of the values in this order, for those in which it shows: lists and texts.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String }
    /// let sql = Order::all().values(|o| o.status.string_agg(", ").order_by(o.id.desc())).to_sql();
    /// assert_eq!(sql, r#"SELECT string_agg("status", $1 ORDER BY "id" DESC) FROM "orders""#);
    /// ```
    pub fn order_by(self, order: impl IntoOrder<M>) -> Self {
        let order = order.into_order();
        let depth = order.iter().map(|step| depth_of(&step.node)).max().unwrap_or(0);
        Expr::new(self.change(depth, |node| node.order = order))
    }

    /// This value where there is none, as there is no sum of no rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
    /// let total: i64 = Order::all().aggregate(|o| o.total.sum().default(0)).await?;
    /// assert_eq!(total, 0);
    /// # Ok(()) }
    /// ```
    pub fn default<V: IntoExpr<M, T::Base>>(
        self,
        value: V,
    ) -> Expr<M, <V::Nullability as Nullability>::Output<T::Base>> {
        static COALESCE: Function = Function::same("default", "coalesce({*})");
        super::functions::call(&COALESCE, [self.tree, value.into_operand().0])
    }
}
