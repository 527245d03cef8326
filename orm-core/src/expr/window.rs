use std::marker::PhantomData;
use std::ops::{Bound as End, RangeBounds};

use super::depth::depth_of;
use super::kind::OfWindow;
use super::node::{Bound, Exclude, Frame, FrameUnit, WindowNode};
use super::untyped::untyped;
use super::{Expr, IntoOrder, Selection};

/// A function of windows before it has one.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// use orm::expr::WindowFunction;
///
/// let rank: WindowFunction<Order, i64> = orm::rank();
/// let sql = Order::all().values(|o| rank.over(orm::window().order_by(o.total))).to_sql();
/// assert_eq!(sql, r#"SELECT rank() OVER (ORDER BY "total") FROM "orders""#);
/// ```
pub type WindowFunction<M, T> = Expr<M, T, OfWindow>;

/// A window of all rows, for [`over`](Expr::over).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// // Each order's share in the total of all.
/// let sql = Order::all().values(|o| o.total * 100 / o.total.sum().over(orm::window())).to_sql();
/// assert!(sql.contains("OVER ()"));
/// ```
pub fn window<M>() -> Window<M> {
    Window { node: WindowNode::default(), model: PhantomData }
}

/// The rows around each row that a function sees; made by [`window`]. It is a value: one that is used more than once can have a name.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, user_id: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
/// Order::bulk_create([10, 30, 5].map(|total| Order::create().user_id(1).total(total))).await?;
/// let rows: Vec<(i64, i64, Option<i64>)> = Order::all()
///     .order_by(|o| o.id)
///     .values(|o| {
///         let by_user = orm::window().partition_by(o.user_id).order_by(o.id);
///         (o.total, orm::row_number().over(by_user.clone()), o.total.lag(1).over(by_user))
///     })
///     .await?;
/// assert_eq!(rows, [(10, 1, None), (30, 2, Some(10)), (5, 3, Some(30))]);
/// # Ok(()) }
/// ```
#[must_use = "a window does nothing until a function is asked for `over(..)` it"]
pub struct Window<M> {
    node: WindowNode,
    model: PhantomData<fn() -> M>,
}

untyped!([M] Window<M> { node; model });

impl<M> Window<M> {
    /// Only the rows that have the same of this: a column, an expression, or a tuple of these.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, user_id: i64 }
    /// let sql = Order::all().values(|o| o.total.sum().over(orm::window().partition_by(o.user_id))).to_sql();
    /// assert_eq!(sql, r#"SELECT sum("total") OVER (PARTITION BY "user_id")::bigint FROM "orders""#);
    /// ```
    pub fn partition_by(mut self, by: impl Selection<M>) -> Self {
        let mut nodes = Vec::new();
        by.nodes(&mut nodes);
        self.node.partition = nodes.into_iter().map(|(node, _)| node).collect();
        self
    }

    /// In this order.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
    /// let sql = Order::all().values(|o| orm::dense_rank().over(orm::window().order_by(o.total.desc()))).to_sql();
    /// assert_eq!(sql, r#"SELECT dense_rank() OVER (ORDER BY "total" DESC) FROM "orders""#);
    /// ```
    pub fn order_by(mut self, order: impl IntoOrder<M>) -> Self {
        self.node.order = order.into_order();
        self
    }

    /// Only the rows from so many before the row (a negative number) to so many behind it: `-6..=0` are the row and the six before,
    /// `..=0` all before and the row, `..` all.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Day { id: i64, sales: f64 }
    /// let week = |d: &Fields<Day>| orm::window().order_by(d.id).rows(-6..=0);
    /// let sql = Day::all().values(|d| d.sales.avg().over(week(d))).to_sql();
    /// assert!(sql.contains("ROWS BETWEEN $1 PRECEDING AND CURRENT ROW"));
    /// ```
    pub fn rows(self, rows: impl RangeBounds<i32>) -> Self {
        self.frame(FrameUnit::Rows, &rows)
    }

    /// Only the rows whose value in the order, which is one number, differs from the row's by no more than this.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Day { id: i64, sales: f64 }
    /// let sql = Day::all().values(|d| d.sales.sum().over(orm::window().order_by(d.id).range(-1..=1))).to_sql();
    /// assert!(sql.contains("RANGE BETWEEN $1 PRECEDING AND $2 FOLLOWING"));
    /// ```
    pub fn range(self, difference: impl RangeBounds<i32>) -> Self {
        self.frame(FrameUnit::Range, &difference)
    }

    /// As [`rows`](Self::rows), where rows that are equal in the order count as one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Day { id: i64, sales: f64 }
    /// let sql = Day::all().values(|d| d.sales.sum().over(orm::window().order_by(d.id).groups(..=0))).to_sql();
    /// assert!(sql.contains("GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"));
    /// ```
    pub fn groups(self, groups: impl RangeBounds<i32>) -> Self {
        self.frame(FrameUnit::Groups, &groups)
    }

    /// Leaves these rows out.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Day { id: i64, sales: f64 }
    /// use orm::expr::Exclude;
    ///
    /// let others = |d: &Fields<Day>| orm::window().order_by(d.id).rows(..).exclude(Exclude::CurrentRow);
    /// let sql = Day::all().values(|d| d.sales.avg().over(others(d))).to_sql();
    /// assert!(sql.contains("EXCLUDE CURRENT ROW"));
    /// ```
    pub fn exclude(mut self, exclude: Exclude) -> Self {
        let frame = self.node.frame.get_or_insert(Frame {
            unit: FrameUnit::Range,
            start: Bound::UnboundedPreceding,
            end: Bound::CurrentRow,
            exclude: None,
        });
        frame.exclude = Some(exclude);
        self
    }

    fn frame(mut self, unit: FrameUnit, range: &impl RangeBounds<i32>) -> Self {
        let start = match range.start_bound() {
            End::Unbounded => Bound::UnboundedPreceding,
            End::Included(&rows) => bound(rows),
            End::Excluded(&rows) => bound(rows.saturating_add(1)),
        };
        let end = match range.end_bound() {
            End::Unbounded => Bound::UnboundedFollowing,
            End::Included(&rows) => bound(rows),
            End::Excluded(&rows) => bound(rows.saturating_sub(1)),
        };
        let exclude = self.node.frame.and_then(|frame| frame.exclude);
        self.node.frame = Some(Frame { unit, start, end, exclude });
        self
    }

    /// The window, and how deep its deepest expression is.
    pub(super) fn into_node(self) -> (WindowNode, u16) {
        let parts = self.node.partition.iter().chain(self.node.order.iter().map(|step| &step.node));
        let depth = parts.map(depth_of).max().unwrap_or(0);
        (self.node, depth)
    }
}

fn bound(rows: i32) -> Bound {
    match rows {
        0 => Bound::CurrentRow,
        before if before < 0 => Bound::Preceding(before.unsigned_abs()),
        behind => Bound::Following(behind.unsigned_abs()),
    }
}
