//! Days, times, moments and spans of time: what is added to what, and how each database writes it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::{Minus, MinusRight, Plus, PlusRight, Term};
use crate::expr::Function;
use crate::expr::functions::call;
use crate::expr::into_expr::IntoOperand;
use crate::model::Model;
use crate::value::{Field, Interval, Nullability, SqlType};

/// A type to which spans of time are added, and from which they are subtracted.
///
/// ```
/// fn gives<T: orm::expr::AddsSpan<Sum = S>, S>() {}
/// gives::<chrono::NaiveDate, chrono::NaiveDateTime>();
/// gives::<orm::value::Interval, orm::value::Interval>();
/// ```
#[diagnostic::on_unimplemented(
    message = "no span of time can be added to a `{Self}`, nor subtracted from it",
    label = "not a day, a time, a moment or a span"
)]
pub trait AddsSpan: Field {
    /// What it gives: the same type, or of a day what has a time as well.
    type Sum: Field;
}

/// A type that is added to an `L`.
///
/// ```
/// use chrono::{DateTime, TimeDelta, Utc};
///
/// fn is_added<R: orm::expr::Added<DateTime<Utc>>>() {}
/// is_added::<TimeDelta>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be added to a `{L}`",
    label = "not to be added to a `{L}`",
    note = "spans of time are added to moments, times, days and spans, and an i32 to a day: so many days"
)]
pub trait Added<L>: Field {
    /// What it gives.
    type Output: Field;
}

/// A type that is subtracted from an `L`.
///
/// ```
/// use chrono::{DateTime, Utc};
///
/// fn is_subtracted<R: orm::expr::Subtracted<DateTime<Utc>, Output = orm::value::Interval>>() {}
/// is_subtracted::<DateTime<Utc>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be subtracted from a `{L}`",
    label = "not to be subtracted from a `{L}`",
    note = "spans of time are subtracted from moments, times, days and spans, an i32 from a day, and a moment, a time or a day from another"
)]
pub trait Subtracted<L>: Field {
    /// What it gives.
    type Output: Field;
}

/// A type that is a day, to which a number of days is added.
trait Day: AddsSpan {}

macro_rules! spans {
    ($($(#[$when:meta])? $span:ty),* $(,)?) => {$(
        $(#[$when])?
        #[diagnostic::do_not_recommend]
        impl<L: AddsSpan> Added<L> for $span {
            type Output = L::Sum;
        }

        $(#[$when])?
        #[diagnostic::do_not_recommend]
        impl<L: AddsSpan> Subtracted<L> for $span {
            type Output = L::Sum;
        }
    )*};
}

spans! {
    Interval, TimeDelta, Duration,
    #[cfg(feature = "time")] time::Duration,
    #[cfg(feature = "jiff")] jiff::SignedDuration,
}

macro_rules! days {
    ($($number:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<L: Day> Added<L> for $number {
            type Output = L;
        }

        #[diagnostic::do_not_recommend]
        impl<L: Day> Subtracted<L> for $number {
            type Output = L;
        }
    )*};
}

days!(i16, i32);

/// What `$ty` and a span give, and after the second arrow what one of them gives that is subtracted from another.
macro_rules! left_sides {
    ($($ty:ty => $sum:ty $(=> $difference:ty)?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl AddsSpan for $ty {
            type Sum = $sum;
        }

        $(
            #[diagnostic::do_not_recommend]
            impl Subtracted<$ty> for $ty {
                type Output = $difference;
            }
        )?

        #[diagnostic::do_not_recommend]
        impl<M: Model, L: Term<M>> PlusRight<M, L> for $ty
        where
            $ty: Added<L::Base>,
        {
            type Output = <$ty as Added<L::Base>>::Output;
            type Nullability = L::Nullability;

            fn plus_right<N: Nullability>(left: L, right: IntoOperand) -> IntoOperand {
                let function = added(<L::Base as Field>::TYPE, <$ty as Field>::TYPE);
                IntoOperand(call::<M, N::Output<Self::Output>>(function, [left.into_term().0, right.0]).tree)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M: Model, L: Term<M>> MinusRight<M, L> for $ty
        where
            $ty: Subtracted<L::Base>,
        {
            type Output = <$ty as Subtracted<L::Base>>::Output;
            type Nullability = L::Nullability;

            fn minus_right<N: Nullability>(left: L, right: IntoOperand) -> IntoOperand {
                let function = subtracted(<L::Base as Field>::TYPE, <$ty as Field>::TYPE);
                IntoOperand(call::<M, N::Output<Self::Output>>(function, [left.into_term().0, right.0]).tree)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M: Model, R: Term<M, Base: Added<$ty>>> Plus<M, R> for $ty {
            type Output = <R::Base as Added<$ty>>::Output;
            type Nullability = R::Nullability;

            fn plus<N: Nullability>(left: IntoOperand, right: R) -> IntoOperand {
                let function = added(<$ty as Field>::TYPE, <R::Base as Field>::TYPE);
                IntoOperand(call::<M, N::Output<Self::Output>>(function, [left.0, right.into_term().0]).tree)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M: Model, R: Term<M, Base: Subtracted<$ty>>> Minus<M, R> for $ty {
            type Output = <R::Base as Subtracted<$ty>>::Output;
            type Nullability = R::Nullability;

            fn minus<N: Nullability>(left: IntoOperand, right: R) -> IntoOperand {
                let function = subtracted(<$ty as Field>::TYPE, <R::Base as Field>::TYPE);
                IntoOperand(call::<M, N::Output<Self::Output>>(function, [left.0, right.into_term().0]).tree)
            }
        }
    )*};
}

left_sides! {
    NaiveDate => NaiveDateTime => i32;
    NaiveTime => NaiveTime => Interval;
    NaiveDateTime => NaiveDateTime => Interval;
    DateTime<Utc> => DateTime<Utc> => Interval;
    Interval => Interval;
    TimeDelta => TimeDelta;
    Duration => Duration;
}

#[cfg(feature = "time")]
left_sides! {
    time::Date => time::PrimitiveDateTime => i32;
    time::Time => time::Time => Interval;
    time::PrimitiveDateTime => time::PrimitiveDateTime => Interval;
    time::OffsetDateTime => time::OffsetDateTime => Interval;
    time::UtcDateTime => time::UtcDateTime => Interval;
    time::Duration => time::Duration;
}

#[cfg(feature = "jiff")]
left_sides! {
    jiff::civil::Date => jiff::civil::DateTime => i32;
    jiff::civil::Time => jiff::civil::Time => Interval;
    jiff::civil::DateTime => jiff::civil::DateTime => Interval;
    jiff::Timestamp => jiff::Timestamp => Interval;
    jiff::SignedDuration => jiff::SignedDuration;
}

impl Day for NaiveDate {}
#[cfg(feature = "time")]
impl Day for time::Date {}
#[cfg(feature = "jiff")]
impl Day for jiff::civil::Date {}

fn added(left: SqlType, right: SqlType) -> &'static Function {
    // In UTC, so that days and months do not depend on the time zone of a connection.
    static MOMENT: Function =
        Function::new("+", "(({0} AT TIME ZONE 'UTC' + {1}) AT TIME ZONE 'UTC')", "moment_add({0}, {1})");
    static SPAN: Function = Function::new("+", "({0} + {1})", "span_add({0}, {1})");
    static DAYS: Function = Function::new("+", "({0} + {1})", "day_add({0}, {1})");
    static OTHER: Function = Function::new("+", "({0} + {1})", "moment_add({0}, {1})");
    match (left, right) {
        (SqlType::TimestampTz, _) => &MOMENT,
        (SqlType::Interval, _) => &SPAN,
        (_, SqlType::Interval) => &OTHER,
        _ => &DAYS,
    }
}

fn subtracted(left: SqlType, right: SqlType) -> &'static Function {
    static MOMENT: Function =
        Function::new("-", "(({0} AT TIME ZONE 'UTC' - {1}) AT TIME ZONE 'UTC')", "moment_sub({0}, {1})");
    static SPAN: Function = Function::new("-", "({0} - {1})", "span_sub({0}, {1})");
    static DAYS: Function = Function::new("-", "({0} - {1})", "day_sub({0}, {1})");
    static OTHER: Function = Function::new("-", "({0} - {1})", "moment_sub({0}, {1})");
    static BETWEEN_DAYS: Function = Function::new("-", "({0} - {1})", "days_between({1}, {0})");
    static BETWEEN: Function = Function::new("-", "({0} - {1})", "span_between({1}, {0})");
    match (left, right) {
        (SqlType::Date, SqlType::Date) => &BETWEEN_DAYS,
        (SqlType::TimestampTz, SqlType::Interval) => &MOMENT,
        (SqlType::Interval, _) => &SPAN,
        (_, SqlType::Interval) => &OTHER,
        (SqlType::Date, _) => &DAYS,
        _ => &BETWEEN,
    }
}
