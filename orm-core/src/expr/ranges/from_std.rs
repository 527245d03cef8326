//! Ranges of Rust in the place of a range.

use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use crate::expr::into_expr::value;
use crate::expr::{IntoContainer, IntoExpr, IntoOperand};
use crate::model::Model;
use crate::value::{NotNull, Range, RangeElement};

macro_rules! ranges {
    ($($range:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: Model, T: RangeElement> IntoExpr<M, Range<T>> for $range {
            type Nullability = NotNull;

            fn into_operand(self) -> IntoOperand {
                value(Range::<T>::from(self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M: Model, T: RangeElement> IntoContainer<M, Range<T>> for $range {
            type Nullability = NotNull;

            fn into_container(self) -> IntoOperand {
                value(Range::<T>::from(self))
            }
        }
    )*};
}

ranges! {
    std::ops::Range<T>, RangeInclusive<T>, RangeFrom<T>, RangeTo<T>, RangeToInclusive<T>, RangeFull, (Bound<T>, Bound<T>)
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: RangeElement> IntoContainer<M, Range<T>> for Range<T> {
    type Nullability = NotNull;

    fn into_container(self) -> IntoOperand {
        value(self)
    }
}
