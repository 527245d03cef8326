use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::expr::into_expr::{IntoOperand, value};
use crate::expr::operand::{Through, tree};
use crate::expr::{Expr, ValueKind};
use crate::field::Column;
use crate::model::Model;
use crate::path::Path;
use crate::value::{ColumnType, Field, Interval, NotNull, Null, Nullability, Same};

/// A value that stands beside a day, a time, a moment or a span of time in `+` and `-`: one of these, or a number of days.
///
/// ```
/// fn is_one<T: orm::expr::Calendar>() {}
/// is_one::<chrono::TimeDelta>();
/// is_one::<i32>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is neither a span of time nor a day, a time or a moment",
    label = "not to be added or subtracted here"
)]
pub trait Calendar: Field {}

macro_rules! calendar {
    ($($(#[$when:meta])? $ty:ty),* $(,)?) => {$(
        $(#[$when])?
        #[diagnostic::do_not_recommend]
        impl Calendar for $ty {}
    )*};
}

calendar! {
    i32, Interval, TimeDelta, Duration, NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>,
    #[cfg(feature = "time")] time::Duration,
    #[cfg(feature = "time")] time::Date,
    #[cfg(feature = "time")] time::Time,
    #[cfg(feature = "time")] time::PrimitiveDateTime,
    #[cfg(feature = "time")] time::OffsetDateTime,
    #[cfg(feature = "time")] time::UtcDateTime,
    #[cfg(feature = "jiff")] jiff::SignedDuration,
    #[cfg(feature = "jiff")] jiff::civil::Date,
    #[cfg(feature = "jiff")] jiff::civil::Time,
    #[cfg(feature = "jiff")] jiff::civil::DateTime,
    #[cfg(feature = "jiff")] jiff::Timestamp,
}

/// The right side of `+` and `-` behind a day, a time, a moment or a span of time, in queries about `M`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64 }
/// fn is_one<T: orm::expr::Term<Row, Base = orm::value::Interval>>() {}
/// is_one::<orm::value::Interval>();
/// is_one::<Option<orm::value::Interval>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "expected a span of time, a day, a time or a moment, or a column of `{M}` that holds one, found `{Self}`",
    label = "not to be added or subtracted here"
)]
pub trait Term<M> {
    /// Its type, but for the `Option`.
    type Base: Field;
    /// Whether it can be NULL.
    type Nullability: Nullability;

    #[doc(hidden)]
    fn into_term(self) -> IntoOperand;
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Calendar> Term<M> for T {
    type Base = T;
    type Nullability = NotNull;

    fn into_term(self) -> IntoOperand {
        value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: Calendar> Term<M> for Option<T> {
    type Base = T;
    type Nullability = Null;

    fn into_term(self) -> IntoOperand {
        value(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M> Term<M> for Column<P, T>
where
    P::Root: Same<M>,
{
    type Base = T::Base;
    type Nullability = <Through<P, T> as ColumnType>::Nullability;

    fn into_term(self) -> IntoOperand {
        IntoOperand(tree(self))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind> Term<M> for Expr<M, T, K> {
    type Base = T::Base;
    type Nullability = T::Nullability;

    fn into_term(self) -> IntoOperand {
        IntoOperand(self.tree)
    }
}
