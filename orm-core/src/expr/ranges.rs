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

/// A method for each function of the database, with an example of the SQL that it becomes.
macro_rules! methods {
    (
        about two: [$($(#[$doc:meta])* $method:ident, $operator:literal, $sqlite:literal;)*]
        about one: [$($(#[$one_doc:meta])* $one:ident, $one_sqlite:literal;)*]
        made: [$($(#[$made_doc:meta])* $made:ident, $made_operator:literal, $made_sqlite:literal;)*]
    ) => {
        $(
            $(#[$doc])*
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32>, other: orm::value::Range<i32> }
            #[doc = concat!("let sql = Row::filter(|r| r.span.", stringify!($method), "(1..5)).to_sql();")]
            #[doc = concat!("assert!(sql.ends_with(r#\"WHERE ", "(\"span\" ", $operator, " $1)\"#), \"{sql}\");")]
            /// ```
            fn $method<V: IntoExpr<Self::Root, Base<Self>>>(self, other: V) -> Predicate<Self::Root>
            where
                Base<Self>: RangeField,
            {
                static FUNCTION: Function = Function::new(stringify!($method), concat!("({0} ", $operator, " {1})"), $sqlite);
                truth::<_, LiftedBy<Self, V, Base<Self>, bool>>(&FUNCTION, [tree(self), other.into_operand().0])
            }
        )*
        $(
            $(#[$one_doc])*
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
            #[doc = concat!("let sql = Row::filter(|r| r.span.", stringify!($one), "()).to_sql();")]
            #[doc = concat!("assert!(sql.ends_with(r#\"WHERE ", stringify!($one), "(\"span\")\"#), \"{sql}\");")]
            /// ```
            fn $one(self) -> Predicate<Self::Root>
            where
                Base<Self>: RangeField,
            {
                static FUNCTION: Function = Function::new(stringify!($one), concat!(stringify!($one), "({0})"), $one_sqlite);
                truth::<_, Lifted<Self, bool>>(&FUNCTION, [tree(self)])
            }
        )*
        $(
            $(#[$made_doc])*
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Row { id: i64, span: orm::value::Range<i32> }
            #[doc = concat!("let sql = Row::all().values(|r| r.span.", stringify!($made), "(1..5)).to_sql();")]
            #[doc = concat!("assert!(sql.starts_with(r#\"SELECT ", "(\"span\" ", $made_operator, " $1)\"#), \"{sql}\");")]
            /// ```
            fn $made<V: IntoExpr<Self::Root, Base<Self>>>(
                self,
                other: V,
            ) -> Expr<Self::Root, LiftedBy<Self, V, Base<Self>, Base<Self>>>
            where
                Base<Self>: RangeField,
            {
                static FUNCTION: Function = Function::new(stringify!($made), concat!("({0} ", $made_operator, " {1})"), $made_sqlite);
                call(&FUNCTION, [tree(self), other.into_operand().0])
            }
        )*
    };
}

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
    methods! {
        about two: [
        /// Everything in it is before everything in the other. Never true of an empty range, as are the others of its kind.
        fully_lt, "<<", "range_before({0}, {1})";
        /// Everything in it is after everything in the other.
        fully_gt, ">>", "range_after({0}, {1})";
        /// Nothing in it is before the other.
        not_lt, "&>", "range_not_before({0}, {1})";
        /// Nothing in it is after the other.
        not_gt, "&<", "range_not_after({0}, {1})";
        /// It begins right where the other ends, or ends right where the other begins.
        adjacent_to, "-|-", "range_adjacent({0}, {1})";
        ]
        about one: [
        /// It has a lower bound that is in it.
        lower_inc, "range_lower_inc({0})";
        /// It has an upper bound that is in it, which is never so of whole numbers and days: `1..=4` is kept as `1..5`.
        upper_inc, "range_upper_inc({0})";
        /// It has no lower bound. The empty range has neither a bound nor none.
        lower_inf, "range_lower_inf({0})";
        /// It has no upper bound.
        upper_inf, "range_upper_inf({0})";
        ]
        made: [
        /// What is in both, which may be nothing.
        intersection, "*", "range_intersection({0}, {1})";
        /// What is in either. Both databases refuse it, as [`Error::Database`](crate::Error::Database), where there are values between the
        /// two.
        union, "+", "range_union({0}, {1})";
        /// What is in this one and not in the other. Both databases refuse it, as [`Error::Database`](crate::Error::Database), where it
        /// would be two ranges.
        difference, "-", "range_difference({0}, {1})";
        ]
    }
}

impl<O: Operand> RangeOperators for O {}

/// PostgreSQL's name of a range's type, by which SQLite knows what its bounds are.
fn range_type<R: Field>() -> super::depth::Tree {
    super::depth::Tree::leaf(super::Node::Value(R::TYPE.name().to_owned().into_value()))
}
