use std::time::Duration;

use chrono::TimeDelta;
use rust_decimal::Decimal;

use super::depth::Tree;
use super::operand::{KeyOf, Through, tree};
use super::{Expr, Node, Operand, Predicate, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::value::{ColumnType, Field, Interval, NotNull, Null, Nullability, Same};

/// What can stand beside a `T` in a query about `M`: a value, or another column or computed value of the same query.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Order {
///     id: i64,
///     total: i64,
///     paid: Option<i64>,
/// }
///
/// Order::filter(|o| o.total.gt(100));
/// Order::filter(|o| o.total.gt(o.paid));
/// Order::filter(|o| o.paid.eq(None));
/// ```
#[diagnostic::on_unimplemented(
    message = "expected `{T}`, or a column of `{M}` that holds it, found `{Self}`",
    label = "not `{T}`, nor a column of `{M}`"
)]
pub trait IntoExpr<M, T> {
    /// Whether it can be NULL.
    type Nullability: Nullability;

    /// The expression without its types.
    #[doc(hidden)]
    fn into_operand(self) -> IntoOperand;
}

/// A tree that only this module's traits take apart.
#[doc(hidden)]
#[derive(Debug)]
pub struct IntoOperand(pub(super) Tree);

/// A value that is written down.
pub(super) fn value(value: impl ColumnType) -> IntoOperand {
    IntoOperand(Tree::leaf(Node::Value(value.into_column())))
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field> IntoExpr<M, T> for T {
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Field> IntoExpr<M, T> for Option<T> {
    type Nullability = Null;

    fn into_operand(self) -> IntoOperand {
        value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> IntoExpr<M, T> for &str
where
    String: Same<T>,
{
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> IntoExpr<M, T> for &String
where
    String: Same<T>,
{
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T> IntoExpr<M, T> for &[u8]
where
    Vec<u8>: Same<T>,
{
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T, const N: usize> IntoExpr<M, T> for &[u8; N]
where
    Vec<u8>: Same<T>,
{
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_vec())
    }
}

/// Whole numbers beside decimals, so that a price can be compared with 5.
macro_rules! beside_decimals {
    ($($number:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model, T> IntoExpr<M, T> for $number
        where
            Decimal: Same<T>,
        {
            type Nullability = NotNull;

            fn into_operand(self) -> IntoOperand {
                value(Decimal::from(self))
            }
        }
    )*};
}

beside_decimals!(i32 i64);

/// A span of time stands beside an interval, which is what the difference of two moments is.
macro_rules! beside_intervals {
    ($($(#[$when:meta])? $span:ty),* $(,)?) => {$(
        $(#[$when])?
        #[diagnostic::do_not_recommend]
        impl<M: Model, T> IntoExpr<M, T> for $span
        where
            Interval: Same<T>,
        {
            type Nullability = NotNull;

            fn into_operand(self) -> IntoOperand {
                value(self)
            }
        }
    )*};
}

beside_intervals! {
    TimeDelta, Duration,
    #[cfg(feature = "time")] time::Duration,
    #[cfg(feature = "jiff")] jiff::SignedDuration,
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M, B> IntoExpr<M, B> for Column<P, T>
where
    P::Root: Same<M>,
    T::Base: Same<B>,
{
    type Nullability = <Through<P, T> as ColumnType>::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, M, B, const R: usize> IntoExpr<M, B> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P::Root: Same<M>,
    KeyOf<P, R>: Same<B>,
{
    type Nullability = <<Self as Operand>::Type as ColumnType>::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind, B> IntoExpr<M, B> for Expr<M, T, K>
where
    T::Base: Same<B>,
{
    type Nullability = T::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(self.tree)
    }
}

#[diagnostic::do_not_recommend]
impl<M, B> IntoExpr<M, B> for Predicate<M>
where
    bool: Same<B>,
{
    type Nullability = Null;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(self.into_tree())
    }
}
