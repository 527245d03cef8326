use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Model;
use crate::relation::{ForeignKey, TargetKey};
use crate::value::{Composite, Field, Range, RangeElement};

/// What a setter of a field of type `T` takes: a `T`, and what plainly stands for one, such as `&str` for a
/// `String`, a value for an `Option` of it, or a row or its key for a foreign key to it.
///
/// ```
/// use orm::model::IntoField;
///
/// fn name(value: impl IntoField<Option<String>>) -> Option<String> {
///     value.into_field()
/// }
/// assert_eq!(name("ann"), Some("ann".to_owned()));
/// assert_eq!(name(None), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "expected `{T}`, or what stands for it, found `{Self}`",
    label = "expected `{T}`"
)]
pub trait IntoField<T> {
    /// The field's value.
    fn into_field(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T: Field> IntoField<T> for T {
    fn into_field(self) -> T {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> IntoField<Option<T>> for T {
    fn into_field(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> IntoField<Option<T>> for Option<T> {
    fn into_field(self) -> Option<T> {
        self
    }
}

/// `$from` stands for `$to`, and so for `Option<$to>`.
macro_rules! stands_for {
    ($([$($generics:tt)*] $from:ty => $to:ty, $value:ident => $convert:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> IntoField<$to> for $from {
            fn into_field(self) -> $to {
                let $value = self;
                $convert
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> IntoField<Option<$to>> for $from {
            fn into_field(self) -> Option<$to> {
                Some(IntoField::<$to>::into_field(self))
            }
        }
    )*};
}

stands_for! {
    [] i32 => Decimal, number => Decimal::from(number);
    [] i64 => Decimal, number => Decimal::from(number);
    [] &str => String, text => text.to_owned();
    [] &String => String, text => text.clone();
    [] &[u8] => Vec<u8>, bytes => bytes.to_vec();
    [const N: usize] &[u8; N] => Vec<u8>, bytes => bytes.to_vec();
    [T: RangeElement] std::ops::Range<T> => Range<T>, range => range.into();
    [T: RangeElement] RangeInclusive<T> => Range<T>, range => range.into();
    [T: RangeElement] RangeFrom<T> => Range<T>, range => range.into();
    [T: RangeElement] RangeTo<T> => Range<T>, range => range.into();
    [T: RangeElement] RangeToInclusive<T> => Range<T>, range => range.into();
    [T: RangeElement] (Bound<T>, Bound<T>) => Range<T>, range => range.into();
    [T: RangeElement] RangeFull => Range<T>, range => range.into();
    [M: Model, B: TargetKey<M>] ForeignKey<M, B> => ForeignKey<M, B>, key => key;
    [M: Model, B: TargetKey<M>] &ForeignKey<M, B> => ForeignKey<M, B>, key => key.clone();
    [M: Model, B: TargetKey<M>] &M => ForeignKey<M, B>, row => ForeignKey::from(row);
    [M: Model, B: TargetKey<M, Key = i32>] i32 => ForeignKey<M, B>, key => ForeignKey::new(key);
    [M: Model, B: TargetKey<M, Key = i64>] i64 => ForeignKey<M, B>, key => ForeignKey::new(key);
    [M: Model, B: TargetKey<M, Key = i16>] i16 => ForeignKey<M, B>, key => ForeignKey::new(key);
    [M: Model, B: TargetKey<M, Key = NaiveDate>] NaiveDate => ForeignKey<M, B>, key => ForeignKey::new(key);
    [M: Model, B: TargetKey<M, Key = Uuid>] Uuid => ForeignKey<M, B>, key => ForeignKey::new(key);
    [M: Model, B: TargetKey<M, Key = String>] String => ForeignKey<M, B>, key => ForeignKey::new(key);
    [T, M: Model, B: TargetKey<M, Key = Composite<T>>] Composite<T> => ForeignKey<M, B>, key => ForeignKey::new(key);
    [T: Clone, M: Model, B: TargetKey<M, Key = Composite<T>>] &Composite<T> => ForeignKey<M, B>, key => ForeignKey::new(key.clone());
    [M: Model, B: TargetKey<M, Key = String>] &str => ForeignKey<M, B>, key => ForeignKey::new(key.to_owned());
}

#[diagnostic::do_not_recommend]
impl<M: Model, B: TargetKey<M>> IntoField<Option<ForeignKey<M, B>>> for Option<ForeignKey<M, B>> {
    fn into_field(self) -> Option<ForeignKey<M, B>> {
        self
    }
}

/// A key of several columns, from whatever stands for its parts.
macro_rules! keys {
    ($($key:ident $part:ident $place:tt),*) => {
        stands_for! {
            [M: Model<Key = Composite<($($key,)*)>>, $($key, $part: IntoField<$key>),*] ($($part,)*) => ForeignKey<M>,
            parts => ForeignKey::new(Composite(($(parts.$place.into_field(),)*)));
        }
    };
}

crate::value::composites!(keys);
