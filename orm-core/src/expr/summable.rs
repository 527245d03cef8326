use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;

use super::Numeric;
use crate::value::Field;

/// A number of which a sum and a mean can be made, and what they are.
///
/// ```
/// fn sum_of<T: orm::expr::Summable<Sum = i64, Mean = f64>>() {}
/// sum_of::<i16>();
/// ```
#[diagnostic::on_unimplemented(message = "no sum can be made of a `{Self}`", label = "not a number")]
pub trait Summable: Numeric {
    /// The type of a sum: `i64` of whole numbers.
    type Sum: Field;
    /// The type of a mean: `f64`, or `Decimal` of decimals.
    type Mean: Field;
}

macro_rules! summable {
    ($($number:ty => $sum:ty, $mean:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Summable for $number {
            type Sum = $sum;
            type Mean = $mean;
        }
    )*};
}

summable! {
    i8 => i64, f64;
    i16 => i64, f64;
    i32 => i64, f64;
    i64 => i64, f64;
    u16 => i64, f64;
    u32 => i64, f64;
    u64 => i64, f64;
    f32 => f32, f64;
    f64 => f64, f64;
    Decimal => Decimal, Decimal;
}

/// A type that has a smallest and a largest value among many, in both databases: numbers, text, days and moments, and your
/// own over these.
///
/// ```
/// fn has_a_largest<T: orm::expr::Comparable>() {}
/// has_a_largest::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "there is no smallest or largest `{Self}` to ask a database for",
    label = "not a number, a text, a day or a moment"
)]
pub trait Comparable: Field {}

macro_rules! comparable {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Comparable for $ty {}
    )*};
}

comparable!(i8 i16 i32 i64 u16 u32 u64 f32 f64 Decimal String NaiveDate NaiveTime NaiveDateTime DateTime<Utc>);
