use super::into_expr::{IntoOperand, value};
use super::operand::{Through, tree};
use super::{Expr, Operand, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::{IntoField, Model};
use crate::path::{Path, RelationTo};
use crate::relation::{ForeignKey, PrimaryKey, TargetKey};
use crate::value::{ColumnType, NotNull, Null, Nullability};

/// What a foreign key to `To` can be compared with in a query about `M`: a row, its key, another such foreign key, `None`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
/// }
///
/// #[derive(Model)]
/// struct Order {
///     id: i64,
///     user: ForeignKey<User>,
/// }
///
/// let ann = User { id: 1 };
/// Order::filter(|o| o.user.eq(&ann));
/// Order::filter(|o| o.user.eq(1));
/// ```
#[diagnostic::on_unimplemented(
    message = "a foreign key to `{To}` cannot be compared with or set to this `{Self}`",
    label = "expected a `&{To}`, its key, or a foreign key to it"
)]
pub trait IntoKey<M, To: Model, B: TargetKey<To> = PrimaryKey> {
    /// Whether it can be NULL.
    type Nullability: Nullability;

    /// The expression without its types.
    #[doc(hidden)]
    fn into_key(self) -> IntoOperand;
}

/// Whatever a foreign key can be set to.
#[diagnostic::do_not_recommend]
impl<M: Model, To: Model, B: TargetKey<To>, K: IntoField<ForeignKey<To, B>>> IntoKey<M, To, B> for K {
    type Nullability = NotNull;

    fn into_key(self) -> IntoOperand {
        value(self.into_field())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, To: Model, B: TargetKey<To>> IntoKey<M, To, B> for Option<ForeignKey<To, B>> {
    type Nullability = Null;

    fn into_key(self) -> IntoOperand {
        value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType<Base = B::Key>, To: Model, B: TargetKey<To>> IntoKey<P::Root, To, B> for Column<P, T> {
    type Nullability = <Through<P, T> as ColumnType>::Nullability;

    fn into_key(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, const R: usize> IntoKey<P::Root, <P::Target as RelationTo<R>>::Target, <P::Target as RelationTo<R>>::By>
    for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Nullability = <<Self as Operand>::Type as ColumnType>::Nullability;

    fn into_key(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType<Base = B::Key>, K: ValueKind, To: Model, B: TargetKey<To>> IntoKey<M, To, B>
    for Expr<M, T, K>
{
    type Nullability = T::Nullability;

    fn into_key(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}
