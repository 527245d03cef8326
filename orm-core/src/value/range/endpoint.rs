use rust_decimal::Decimal;

/// A bound of a range on its way to a database or from one: a number, or days or microseconds since 1970-01-01 00:00, as
/// [`Value`](crate::value::Value) has them.
///
/// ```
/// use orm::value::{Endpoint, RangeType, Value};
///
/// assert_eq!(RangeType::Date.value(Endpoint::Whole(1)), Value::Date(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A whole number, a day or a moment.
    Whole(i64),
    /// A decimal number.
    Decimal(Decimal),
}
