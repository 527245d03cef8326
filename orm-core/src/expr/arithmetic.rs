//! `+ - * / %` between columns, computed values and values.

mod spans;
mod term;

pub use spans::{Added, AddsSpan, Subtracted};
pub use term::{Calendar, Term};

use std::ops::{Add, Div, Mul, Rem, Sub};

use rust_decimal::Decimal;

use super::depth::Tree;
use super::into_expr::IntoOperand;
use super::operand::{Base, tree};
use super::{ArithmeticOp, Expr, IntoExpr, Node, Operand, ValueKind};
use crate::field::Column;
use crate::model::Model;
use crate::path::Path;
use crate::value::{ColumnType, Field, Nullability, SqlType};

/// A type that can be calculated with: whole numbers, `f32`, `f64`, `Decimal`, and your own over these.
///
/// ```
/// fn is_number<T: orm::expr::Numeric>() {}
/// is_number::<i64>();
/// is_number::<f64>();
/// ```
#[diagnostic::on_unimplemented(message = "a `{Self}` cannot be calculated with", label = "not a number")]
pub trait Numeric: Field {}

/// A whole number, which has a remainder: those of Rust that a column holds, and your own over these.
///
/// ```
/// fn has_a_remainder<T: orm::expr::Whole>() {}
/// has_a_remainder::<i32>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`%` is for whole numbers, and this is a `{Self}`",
    label = "not a whole number"
)]
pub trait Whole: Numeric {}

#[diagnostic::do_not_recommend]
impl Numeric for i16 {}
#[diagnostic::do_not_recommend]
impl Numeric for i8 {}
#[diagnostic::do_not_recommend]
impl Numeric for u16 {}
#[diagnostic::do_not_recommend]
impl Numeric for u32 {}
#[diagnostic::do_not_recommend]
impl Numeric for u64 {}
#[diagnostic::do_not_recommend]
impl Numeric for i32 {}
#[diagnostic::do_not_recommend]
impl Numeric for i64 {}
#[diagnostic::do_not_recommend]
impl Numeric for f32 {}
#[diagnostic::do_not_recommend]
impl Numeric for f64 {}
#[diagnostic::do_not_recommend]
impl Numeric for Decimal {}
#[diagnostic::do_not_recommend]
impl Whole for i16 {}
#[diagnostic::do_not_recommend]
impl Whole for i8 {}
#[diagnostic::do_not_recommend]
impl Whole for u16 {}
#[diagnostic::do_not_recommend]
impl Whole for u32 {}
#[diagnostic::do_not_recommend]
impl Whole for u64 {}
#[diagnostic::do_not_recommend]
impl Whole for i32 {}
#[diagnostic::do_not_recommend]
impl Whole for i64 {}

/// `Base<L>`, in an `Option` where either side can be NULL.
pub(super) type Output<L, R> = <<<<L as Operand>::Type as ColumnType>::Nullability as Nullability>::Or<
    <R as IntoExpr<<L as Operand>::Root, Base<L>>>::Nullability,
> as Nullability>::Output<Base<L>>;

/// What is calculated from two sides, in this type.
pub(super) fn calculated(op: ArithmeticOp, ty: SqlType, left: Tree, right: Tree) -> Tree {
    left.join(right, |left, right| Node::Arithmetic { op, ty, left, right })
}

/// A type to which an `R` is added by `+` in queries about `M`: a number, a day, a time, a moment or a span of time.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64 }
/// use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
/// use orm::expr::Plus;
///
/// fn gives<L: Plus<Row, R, Output = T>, R, T>() {}
/// gives::<i64, i64, i64>();
/// gives::<DateTime<Utc>, TimeDelta, DateTime<Utc>>();
/// gives::<NaiveDate, i32, NaiveDate>(); // that many days
/// gives::<NaiveDate, TimeDelta, NaiveDateTime>();
/// ```
#[diagnostic::on_unimplemented(
    message = "this cannot be added to a `{Self}`",
    label = "not to be added to a `{Self}`",
    note = "spans of time are added to moments, times, days and spans, and an i32 to a day: so many days"
)]
pub trait Plus<M, R>: Field {
    /// What it gives, but for the `Option`.
    type Output: Field;
    /// Whether the right side can be NULL.
    type Nullability: Nullability;

    #[doc(hidden)]
    fn plus<N: Nullability>(left: IntoOperand, right: R) -> IntoOperand;
}

/// A type from which an `R` is subtracted by `-` in queries about `M`: what [`Plus`] is for `+`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64 }
/// use chrono::{DateTime, NaiveDate, Utc};
/// use orm::expr::Minus;
/// use orm::value::Interval;
///
/// fn gives<L: Minus<Row, R, Output = T>, R, T>() {}
/// gives::<DateTime<Utc>, DateTime<Utc>, Interval>();
/// gives::<NaiveDate, NaiveDate, i32>(); // days
/// ```
#[diagnostic::on_unimplemented(
    message = "this cannot be subtracted from a `{Self}`",
    label = "not to be subtracted from a `{Self}`",
    note = "spans of time are subtracted from moments, times, days and spans, an i32 from a day, and what is alike from each other"
)]
pub trait Minus<M, R>: Field {
    /// What it gives, but for the `Option`.
    type Output: Field;
    /// Whether the right side can be NULL.
    type Nullability: Nullability;

    #[doc(hidden)]
    fn minus<N: Nullability>(left: IntoOperand, right: R) -> IntoOperand;
}

/// A type that is added to an `L` on the left side, which is a value of the program.
pub trait PlusRight<M, L>: Field {
    /// What it gives, but for the `Option`.
    type Output: Field;
    /// Whether the left side can be NULL.
    type Nullability: Nullability;

    #[doc(hidden)]
    fn plus_right<N: Nullability>(left: L, right: IntoOperand) -> IntoOperand;
}

/// A type that is subtracted from an `L` on the left side, which is a value of the program.
pub trait MinusRight<M, L>: Field {
    /// What it gives, but for the `Option`.
    type Output: Field;
    /// Whether the left side can be NULL.
    type Nullability: Nullability;

    #[doc(hidden)]
    fn minus_right<N: Nullability>(left: L, right: IntoOperand) -> IntoOperand;
}

macro_rules! of_numbers {
    ($trait:ident $method:ident, $right_trait:ident $right_method:ident, $op:ident) => {
        impl<M, L: IntoExpr<M, T>, T: Numeric> $right_trait<M, L> for T {
            type Output = T;
            type Nullability = L::Nullability;

            fn $right_method<N: Nullability>(left: L, right: IntoOperand) -> IntoOperand {
                IntoOperand(calculated(ArithmeticOp::$op, T::TYPE, left.into_operand().0, right.0))
            }
        }

        impl<M, R: IntoExpr<M, T>, T: Numeric> $trait<M, R> for T {
            type Output = T;
            type Nullability = R::Nullability;

            fn $method<N: Nullability>(left: IntoOperand, right: R) -> IntoOperand {
                IntoOperand(calculated(ArithmeticOp::$op, T::TYPE, left.0, right.into_operand().0))
            }
        }
    };
}

of_numbers!(Plus plus, PlusRight plus_right, Add);
of_numbers!(Minus minus, MinusRight minus_right, Sub);

/// [`Null`](crate::value::Null) where either side can be NULL.
pub(super) type Either<L, N> = <<<L as Operand>::Type as ColumnType>::Nullability as Nullability>::Or<N>;

macro_rules! sums {
    ($($trait:ident, $method:ident, $of:ident, $calculate:ident, $result:ident, $either:ident;)*) => {$(
        type $either<L, R> = Either<L, <Base<L> as $of<<L as Operand>::Root, R>>::Nullability>;
        type $result<L, R> =
            <$either<L, R> as Nullability>::Output<<Base<L> as $of<<L as Operand>::Root, R>>::Output>;

        impl<P: Path, T: ColumnType, R> $trait<R> for Column<P, T>
        where
            Base<Self>: $of<P::Root, R>,
        {
            type Output = Expr<P::Root, $result<Self, R>>;

            fn $method(self, other: R) -> Self::Output {
                Expr::new(Base::<Self>::$calculate::<$either<Self, R>>(IntoOperand(tree(self)), other).0)
            }
        }

        impl<M: Model, T: ColumnType, K: ValueKind, R> $trait<R> for Expr<M, T, K>
        where
            Base<Self>: $of<M, R>,
        {
            type Output = Expr<M, $result<Self, R>>;

            fn $method(self, other: R) -> Self::Output {
                Expr::new(Base::<Self>::$calculate::<$either<Self, R>>(IntoOperand(tree(self)), other).0)
            }
        }
    )*};
}

sums! {
    Add, add, Plus, plus, Sum, EitherOfSum;
    Sub, sub, Minus, minus, Difference, EitherOfDifference;
}

fn calculate<L: Operand, R: IntoExpr<L::Root, Base<L>>>(
    op: ArithmeticOp,
    left: L,
    right: R,
) -> Expr<L::Root, Output<L, R>> {
    Expr::new(calculated(op, Base::<L>::TYPE, tree(left), right.into_operand().0))
}

macro_rules! operators {
    ($($trait:ident, $method:ident, $bound:ident;)*) => {$(
        impl<P: Path, T: ColumnType, R> $trait<R> for Column<P, T>
        where
            Base<Self>: $bound,
            R: IntoExpr<P::Root, Base<Self>>,
        {
            type Output = Expr<P::Root, Output<Self, R>>;

            fn $method(self, other: R) -> Self::Output {
                calculate(ArithmeticOp::$trait, self, other)
            }
        }

        impl<M: Model, T: ColumnType, K: ValueKind, R> $trait<R> for Expr<M, T, K>
        where
            Base<Self>: $bound,
            R: IntoExpr<M, Base<Self>>,
        {
            type Output = Expr<M, Output<Self, R>>;

            fn $method(self, other: R) -> Self::Output {
                calculate(ArithmeticOp::$trait, self, other)
            }
        }
    )*};
}

operators! {
    Mul, mul, Numeric;
    Div, div, Numeric;
    Rem, rem, Whole;
}
