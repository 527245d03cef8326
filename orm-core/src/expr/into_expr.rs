use super::depth::Tree;
use super::operand::{Through, tree};
use super::{Expr, Node, Operand};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::value::{ColumnType, Field, NotNull, Null, Nullability};

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
    message = "a `{T}` of `{M}` cannot be compared with or set to this `{Self}`",
    label = "expected a `{T}`, or a column or expression of `{M}` of that type"
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
impl<M: Model> IntoExpr<M, String> for &str {
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IntoExpr<M, String> for &String {
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IntoExpr<M, Vec<u8>> for &[u8] {
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, const N: usize> IntoExpr<M, Vec<u8>> for &[u8; N] {
    type Nullability = NotNull;

    fn into_operand(self) -> IntoOperand {
        value(self.to_vec())
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, const I: usize> IntoExpr<P::Root, T::Base> for Column<P, T, I> {
    type Nullability = <Through<P, T> as ColumnType>::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, const R: usize> IntoExpr<P::Root, <<P::Target as RelationTo<R>>::Target as Model>::Key> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Nullability = <<Self as Operand>::Type as ColumnType>::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType> IntoExpr<M, T::Base> for Expr<M, T> {
    type Nullability = T::Nullability;

    fn into_operand(self) -> IntoOperand {
        IntoOperand(self.tree)
    }
}
