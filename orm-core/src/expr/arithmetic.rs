//! `+ - * / %` between columns, computed values and values.

use std::ops::{Add, Div, Mul, Rem, Sub};

use rust_decimal::Decimal;

use super::depth::Tree;
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

fn calculate<L: Operand, R: IntoExpr<L::Root, Base<L>>>(
    op: ArithmeticOp,
    left: L,
    right: R,
) -> Expr<L::Root, Output<L, R>> {
    Expr::new(calculated(op, Base::<L>::TYPE, tree(left), right.into_operand().0))
}

/// What is calculated from two sides, in this type.
pub(super) fn calculated(op: ArithmeticOp, ty: SqlType, left: Tree, right: Tree) -> Tree {
    left.join(right, |left, right| Node::Arithmetic { op, ty, left, right })
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
    Add, add, Numeric;
    Sub, sub, Numeric;
    Mul, mul, Numeric;
    Div, div, Numeric;
    Rem, rem, Whole;
}
