use super::aggregate::aggregate;
use super::node::Function;
use super::operand::{Base, tree};
use super::window::WindowFunction;
use super::{IntoExpr, Operand};
use crate::model::Model;
use crate::value::{ColumnType, Nullability};

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident -> $output:ty;)*) => {$(
        $(#[$doc])*
        ///
        /// ```
        /// # use orm::prelude::*;
        /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
        #[doc = concat!("let sql = Order::all().values(|o| orm::", stringify!($name), "().over(orm::window().order_by(o.total))).to_sql();")]
        #[doc = concat!("assert_eq!(sql, r#\"SELECT ", stringify!($name), "() OVER (ORDER BY \"total\") FROM \"orders\"\"#);")]
        /// ```
        pub fn $name<M: Model>() -> WindowFunction<M, $output> {
            static FUNCTION: Function = Function::same(stringify!($name), concat!(stringify!($name), "()"));
            aggregate(&FUNCTION, [])
        }
    )*};
}

places! {
    /// The row's number in its window, from 1.
    row_number -> i64;
    /// The number of the first row that is equal to it in the order: with gaps behind equal ones.
    rank -> i64;
    /// The number of its group of equal rows: without gaps.
    dense_rank -> i64;
    /// Its rank from 0 for the first to 1 for the last.
    percent_rank -> f64;
    /// Which part of the rows are before or equal to it, to 1 for the last.
    cume_dist -> f64;
}

/// In which of so many parts of nearly the same size the row is, from 1.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// let sql = Order::all().values(|o| orm::ntile(4).over(orm::window().order_by(o.total))).to_sql();
/// assert_eq!(sql, r#"SELECT ntile($1) OVER (ORDER BY "total") FROM "orders""#);
/// ```
pub fn ntile<M: Model>(parts: i32) -> WindowFunction<M, i32> {
    static NTILE: Function = Function::same("ntile", "ntile({0})");
    aggregate(&NTILE, [IntoExpr::<M, i32>::into_operand(parts).0])
}

/// The value of another row of the window. In the prelude.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
/// Order::bulk_create([10, 30, 5].map(|total| Order::create().total(total))).await?;
/// let in_order = orm::window().order_by(Order::fields().id);
/// let next: Vec<(i64, Option<i64>)> =
///     Order::all().order_by(|o| o.id).values(|o| (o.total, o.total.lead(1).over(in_order))).await?;
/// assert_eq!(next, [(10, Some(30)), (30, Some(5)), (5, None)]);
/// # Ok(()) }
/// ```
pub trait WindowFunctions: Operand {
    /// Of the row so many before it; NULL where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.lag(1).over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT lag("total", $1) OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn lag(self, rows: i32) -> WindowFunction<Self::Root, Option<Base<Self>>> {
        static LAG: Function = Function::same("lag", "lag({*})");
        aggregate(&LAG, [tree(self), IntoExpr::<Self::Root, i32>::into_operand(rows).0])
    }

    /// As [`lag`](Self::lag), with this value where there is no such row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.lag_or(1, 0).over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT lag("total", $1, $2) OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn lag_or<V: IntoExpr<Self::Root, Base<Self>>>(
        self,
        rows: i32,
        other: V,
    ) -> WindowFunction<Self::Root, Or<Self, V>> {
        static LAG: Function = Function::same("lag_or", "lag({*})");
        let rows = IntoExpr::<Self::Root, i32>::into_operand(rows).0;
        aggregate(&LAG, [tree(self), rows, other.into_operand().0])
    }

    /// Of the row so many behind it; NULL where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.lead(1).over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT lead("total", $1) OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn lead(self, rows: i32) -> WindowFunction<Self::Root, Option<Base<Self>>> {
        static LEAD: Function = Function::same("lead", "lead({*})");
        aggregate(&LEAD, [tree(self), IntoExpr::<Self::Root, i32>::into_operand(rows).0])
    }

    /// As [`lead`](Self::lead), with this value where there is no such row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.lead_or(1, 0).over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT lead("total", $1, $2) OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn lead_or<V: IntoExpr<Self::Root, Base<Self>>>(
        self,
        rows: i32,
        other: V,
    ) -> WindowFunction<Self::Root, Or<Self, V>> {
        static LEAD: Function = Function::same("lead_or", "lead({*})");
        let rows = IntoExpr::<Self::Root, i32>::into_operand(rows).0;
        aggregate(&LEAD, [tree(self), rows, other.into_operand().0])
    }

    /// Of the first row of the frame; NULL where that has no row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.first_value().over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT first_value("total") OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn first_value(self) -> WindowFunction<Self::Root, Option<Base<Self>>> {
        static FIRST: Function = Function::same("first_value", "first_value({0})");
        aggregate(&FIRST, [tree(self)])
    }

    /// Of the last row of the frame, which ends at the row and its equals unless it is said; NULL where it has no row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.last_value().over(orm::window().order_by(r.id).rows(..))).to_sql();
    /// assert!(sql.contains("ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"));
    /// ```
    fn last_value(self) -> WindowFunction<Self::Root, Option<Base<Self>>> {
        static LAST: Function = Function::same("last_value", "last_value({0})");
        aggregate(&LAST, [tree(self)])
    }

    /// Of the row of the frame with this number, from 1; NULL where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// let sql = Row::all().values(|r| r.total.nth_value(2).over(orm::window().order_by(r.id))).to_sql();
    /// assert_eq!(sql, r#"SELECT nth_value("total", $1) OVER (ORDER BY "id") FROM "row""#);
    /// ```
    fn nth_value(self, number: i32) -> WindowFunction<Self::Root, Option<Base<Self>>> {
        static NTH: Function = Function::same("nth_value", "nth_value({*})");
        aggregate(&NTH, [tree(self), IntoExpr::<Self::Root, i32>::into_operand(number).0])
    }
}

impl<O: Operand> WindowFunctions for O {}

/// The operand's type, in an `Option` where it or the other value can be NULL.
type Or<O, V> = <<<<O as Operand>::Type as ColumnType>::Nullability as Nullability>::Or<
    <V as IntoExpr<<O as Operand>::Root, Base<O>>>::Nullability,
> as Nullability>::Output<Base<O>>;
