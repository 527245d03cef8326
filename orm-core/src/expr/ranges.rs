//! Ranges: what is in them, how they lie to each other, and what two of them make.

mod among;
mod from_std;
mod into_contained;
mod lower_upper;

pub(super) use into_contained::ContainedIn;
pub use into_contained::{IntoContained, OfRange, OfText, OfValue};
pub use lower_upper::{LowerUpper, LowerUpperFunctions};

use super::containers::{Collection, Container};
use super::documents::truth;
use super::functions::call;
use super::node::Function;
use super::operand::{Base, Lifted, LiftedBy, tree};
use super::{Expr, IntoExpr, Operand, Predicate};
use crate::value::{Field, Range, RangeElement};

/// A type that is a range.
///
/// ```
/// fn is_a_range_of_numbers<T: orm::expr::RangeField<Element = i32>>() {}
/// is_a_range_of_numbers::<orm::value::Range<i32>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`fully_lt`, `lower_inc`, `intersection` and their kin are for ranges, and this is a `{Self}`",
    label = "not a range",
    note = "a range is an `orm::value::Range<T>`"
)]
pub trait RangeField: Collection {
    /// The type of its values.
    type Element: RangeElement;
}

#[diagnostic::do_not_recommend]
impl<T: RangeElement> Container for Range<T> {}
#[diagnostic::do_not_recommend]
impl<T: RangeElement> Collection for Range<T> {}

#[diagnostic::do_not_recommend]
impl<T: RangeElement> RangeField for Range<T> {
    type Element = T;
}

/// A range of an operand's own type.
type RangeOf<O> = Range<<Base<O> as RangeField>::Element>;

/// The type `T`, in an `Option` where the operand or the other range can be NULL.
type With<O, V, T> = LiftedBy<O, V, RangeOf<O>, T>;

/// What can be asked of ranges, by the names of Django's lookups. In the prelude.
///
/// The other side is a range of Rust, such as `1..5`, a [`Range`], or a column or expression of the same type. `contains`, `contained_by`,
/// `overlaps`, `is_empty`, `lower` and `upper` are there, too: [`contains`](super::TextOperators::contains) takes a value or
/// a range.
///
/// ```
/// use orm::prelude::*;
/// use orm::value::Range;
///
/// #[derive(Model, Debug)]
/// struct Booking {
///     id: i64,
///     room: i32,
///     nights: Range<i32>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Booking]).await?;
/// Booking::create().room(1).nights(3..5).await?;
/// Booking::create().room(1).nights(5..=9).await?;
///
/// let taken = Booking::filter(|b| b.nights.overlaps(4..6)).order_by(|b| b.nights).await?;
/// assert_eq!(taken.len(), 2);
/// assert_eq!(taken[1].nights, Range::from(5..10));
/// let before = Booking::filter(|b| b.nights.fully_lt(5..) & b.nights.contains(4)).values(|b| b.nights.upper());
/// assert_eq!(before.get().await?, Some(5));
/// # Ok(()) }
/// ```
pub trait RangeOperators: Operand {
    /// Everything in it is before everything in the other. Never true of an empty range, as are the others of its kind.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.fully_lt(1..5)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" << $1)"#));
    /// ```
    fn fully_lt<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("fully_lt", "({0} << {1})", "range_before({0}, {1})");
        truth::<_, With<Self, V, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// Everything in it is after everything in the other.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.fully_gt(1..5)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" >> $1)"#));
    /// ```
    fn fully_gt<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("fully_gt", "({0} >> {1})", "range_after({0}, {1})");
        truth::<_, With<Self, V, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// Nothing in it is before the other.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.not_lt(1..5)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" &> $1)"#));
    /// ```
    fn not_lt<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("not_lt", "({0} &> {1})", "range_not_before({0}, {1})");
        truth::<_, With<Self, V, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// Nothing in it is after the other.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.not_gt(1..5)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" &< $1)"#));
    /// ```
    fn not_gt<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("not_gt", "({0} &< {1})", "range_not_after({0}, {1})");
        truth::<_, With<Self, V, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// It begins right where the other ends, or ends right where the other begins.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.adjacent_to(1..5)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" -|- $1)"#));
    /// ```
    fn adjacent_to<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("adjacent_to", "({0} -|- {1})", "range_adjacent({0}, {1})");
        truth::<_, With<Self, V, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// It has a lower bound that is in it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// assert!(Row::filter(|r| r.span.lower_inc()).to_sql().ends_with(r#"WHERE lower_inc("span")"#));
    /// ```
    fn lower_inc(self) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("lower_inc", "lower_inc({0})", "range_lower_inc({0})");
        truth::<_, Lifted<Self, bool>>(&FUNCTION, [tree(self)])
    }

    /// It has an upper bound that is in it, which is never so of whole numbers and days: `1..=4` is kept as `1..5`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// assert!(Row::filter(|r| r.span.upper_inc()).to_sql().ends_with(r#"WHERE upper_inc("span")"#));
    /// ```
    fn upper_inc(self) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("upper_inc", "upper_inc({0})", "range_upper_inc({0})");
        truth::<_, Lifted<Self, bool>>(&FUNCTION, [tree(self)])
    }

    /// It has no lower bound. The empty range has neither a bound nor none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// assert!(Row::filter(|r| r.span.lower_inf()).to_sql().ends_with(r#"WHERE lower_inf("span")"#));
    /// ```
    fn lower_inf(self) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("lower_inf", "lower_inf({0})", "range_lower_inf({0})");
        truth::<_, Lifted<Self, bool>>(&FUNCTION, [tree(self)])
    }

    /// It has no upper bound.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// assert!(Row::filter(|r| r.span.upper_inf()).to_sql().ends_with(r#"WHERE upper_inf("span")"#));
    /// ```
    fn upper_inf(self) -> Predicate<Self::Root>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("upper_inf", "upper_inf({0})", "range_upper_inf({0})");
        truth::<_, Lifted<Self, bool>>(&FUNCTION, [tree(self)])
    }

    /// What is in both, which may be nothing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::all().values(|r| r.span.intersection(1..5)).to_sql();
    /// assert_eq!(sql, r#"SELECT ("span" * $1) FROM "row""#);
    /// ```
    fn intersection<V: IntoExpr<Self::Root, RangeOf<Self>>>(
        self,
        other: V,
    ) -> Expr<Self::Root, With<Self, V, RangeOf<Self>>>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("intersection", "({0} * {1})", "range_intersection({0}, {1})");
        call(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// What is in either. Both databases refuse it, as [`Error::Database`](crate::Error::Database), where there are values
    /// between the two.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::all().values(|r| r.span.union(1..5)).to_sql();
    /// assert_eq!(sql, r#"SELECT ("span" + $1) FROM "row""#);
    /// ```
    fn union<V: IntoExpr<Self::Root, RangeOf<Self>>>(self, other: V) -> Expr<Self::Root, With<Self, V, RangeOf<Self>>>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("union", "({0} + {1})", "range_union({0}, {1})");
        call(&FUNCTION, [tree(self), other.into_operand().0])
    }

    /// What is in this one and not in the other. Both databases refuse it, as
    /// [`Error::Database`](crate::Error::Database), where it would be two ranges.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
    /// let sql = Row::all().values(|r| r.span.difference(1..5)).to_sql();
    /// assert_eq!(sql, r#"SELECT ("span" - $1) FROM "row""#);
    /// ```
    fn difference<V: IntoExpr<Self::Root, RangeOf<Self>>>(
        self,
        other: V,
    ) -> Expr<Self::Root, With<Self, V, RangeOf<Self>>>
    where
        Base<Self>: RangeField,
    {
        static FUNCTION: Function = Function::new("difference", "({0} - {1})", "range_difference({0}, {1})");
        call(&FUNCTION, [tree(self), other.into_operand().0])
    }
}

impl<O: Operand> RangeOperators for O {}

/// PostgreSQL's name of a range's type, by which SQLite knows what its bounds are.
fn range_type<R: Field>() -> super::depth::Tree {
    super::depth::Tree::leaf(super::Node::Value(R::TYPE.name().to_owned().into_value()))
}
