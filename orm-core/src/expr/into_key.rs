use chrono::NaiveDate;
use uuid::Uuid;

use super::Operand;
use super::into_expr::{IntoOperand, value};
use super::operand::{Through, tree};
use crate::field::{Column, ToOne};
use crate::model::{IntoField, Model};
use crate::path::{Path, RelationTo};
use crate::relation::{ForeignKey, PrimaryKey, TargetKey};
use crate::value::{ColumnType, Composite, NotNull, Null, Nullability};

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

/// A key that is written down.
#[doc(hidden)]
pub fn key_value(key: impl ColumnType) -> IntoOperand {
    value(key)
}

macro_rules! keys {
    ($([$($to:tt)*] $from:ty, $key:ident => $value:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model, To: Model, B: TargetKey<To $($to)*>> IntoKey<M, To, B> for $from {
            type Nullability = NotNull;

            fn into_key(self) -> IntoOperand {
                let $key = self;
                value($value)
            }
        }
    )*};
}

keys! {
    [] &To, row => B::of(row);
    [] ForeignKey<To, B>, key => key.id().clone();
    [] &ForeignKey<To, B>, key => key.id().clone();
    [, Key = i32] i32, key => key;
    [, Key = i64] i64, key => key;
    [, Key = i16] i16, key => key;
    [, Key = NaiveDate] NaiveDate, key => key;
    [, Key = Uuid] Uuid, key => key;
    [, Key = String] String, key => key;
    [, Key = String] &str, key => key.to_owned();
}

/// A key of several columns, from whatever stands for its parts.
macro_rules! composite_keys {
    ($($key:ident $part:ident $place:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<M: Model, To: Model<Key = Composite<($($key,)*)>>, $($key, $part: IntoField<$key>),*> IntoKey<M, To>
            for ($($part,)*)
        {
            type Nullability = NotNull;

            fn into_key(self) -> IntoOperand {
                value(IntoField::<ForeignKey<To>>::into_field(self))
            }
        }
    };
}

crate::value::composites!(composite_keys);

#[diagnostic::do_not_recommend]
impl<M: Model, T, To: Model<Key = Composite<T>>> IntoKey<M, To> for Composite<T> {
    type Nullability = NotNull;

    fn into_key(self) -> IntoOperand {
        value(ForeignKey::<To>::new(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Clone, To: Model<Key = Composite<T>>> IntoKey<M, To> for &Composite<T> {
    type Nullability = NotNull;

    fn into_key(self) -> IntoOperand {
        value(ForeignKey::<To>::new(self.clone()))
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
