use super::{Function, Node, OrderNode};
use crate::value::SqlType;

/// One value of many rows: of a group of them, or of those of a window.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// let sql = Order::all().values(|o| o.total.sum().filter(o.total.gt(0))).to_sql();
/// assert!(sql.starts_with(r#"SELECT sum("total") FILTER (WHERE "total" > $1)::bigint"#));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateNode {
    /// Which.
    pub function: &'static Function,
    /// What it is given of each row.
    pub arguments: Vec<Node>,
    /// The type of the value.
    pub ty: SqlType,
    /// Whether the value can be NULL.
    pub nullable: bool,
    /// Whether it sees equal values once.
    pub distinct: bool,
    /// Which rows it sees; all of them where nothing is said.
    pub filter: Option<Node>,
    /// In which order it sees them.
    pub order: Vec<OrderNode>,
    /// The window whose rows it sees, instead of those of a group.
    pub over: Option<WindowNode>,
}

/// The rows around a row, of which a function makes a value for it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user_id: i64, total: i64 }
/// let sql = Order::all().values(|o| o.total.sum().over(orm::window().partition_by(o.user_id).order_by(o.id))).to_sql();
/// assert!(sql.contains(r#"OVER (PARTITION BY "user_id" ORDER BY "id")"#));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WindowNode {
    /// What rows have in common that belong together.
    pub partition: Vec<Node>,
    /// Their order.
    pub order: Vec<OrderNode>,
    /// Which of them, counted from the row; all up to the row and its equals where nothing is said.
    pub frame: Option<Frame>,
}

/// Which rows of a window are seen from one of them.
///
/// ```
/// use orm::expr::{Bound, Frame, FrameUnit};
///
/// // The row and the six before it: a week of days.
/// let week = Frame { unit: FrameUnit::Rows, start: Bound::Preceding(6), end: Bound::CurrentRow, exclude: None };
/// assert_eq!(week.start, Bound::Preceding(6));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// What is counted.
    pub unit: FrameUnit,
    /// The first.
    pub start: Bound,
    /// The last.
    pub end: Bound,
    /// Which are left out nevertheless.
    pub exclude: Option<Exclude>,
}

/// What the bounds of a frame count.
///
/// ```
/// use orm::expr::FrameUnit;
///
/// assert_ne!(FrameUnit::Rows, FrameUnit::Groups);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// The difference in what they are ordered by, which is one number.
    Range,
    /// Groups of rows that are equal in the order.
    Groups,
}

/// One end of a frame.
///
/// ```
/// use orm::expr::Bound;
///
/// assert_ne!(Bound::Preceding(0), Bound::CurrentRow);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The first of all.
    UnboundedPreceding,
    /// So many before.
    Preceding(u32),
    /// The row, and its equals unless rows are counted.
    CurrentRow,
    /// So many behind.
    Following(u32),
    /// The last of all.
    UnboundedFollowing,
}

/// Which rows of a frame are left out.
///
/// ```
/// use orm::expr::Exclude;
///
/// assert_ne!(Exclude::Ties, Exclude::Group);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclude {
    /// The row itself.
    CurrentRow,
    /// The row and its equals.
    Group,
    /// Its equals, and not the row.
    Ties,
}
