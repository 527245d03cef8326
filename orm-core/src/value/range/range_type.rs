use std::ops::Bound;

use super::{Cut, Endpoint, InvalidRange, NO_NEXT, NOT_OF_THE_TYPE, REVERSED, Range, Shape};
use crate::value::{SqlType, Value};

/// What a range is of.
///
/// ```
/// use orm::value::{RangeType, SqlType};
///
/// assert_eq!(RangeType::Integer.name(), "int4range");
/// assert_eq!(RangeType::Integer.element(), SqlType::Integer);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeType {
    /// [`SqlType::Integer`].
    Integer,
    /// [`SqlType::BigInt`].
    BigInt,
    /// [`SqlType::Decimal`].
    Decimal,
    /// [`SqlType::Date`].
    Date,
    /// [`SqlType::Timestamp`].
    Timestamp,
    /// [`SqlType::TimestampTz`].
    TimestampTz,
}

impl RangeType {
    /// PostgreSQL's name of the range's type.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integer => "int4range",
            Self::BigInt => "int8range",
            Self::Decimal => "numrange",
            Self::Date => "daterange",
            Self::Timestamp => "tsrange",
            Self::TimestampTz => "tstzrange",
        }
    }

    /// The type of its bounds.
    #[must_use]
    pub const fn element(self) -> SqlType {
        match self {
            Self::Integer => SqlType::Integer,
            Self::BigInt => SqlType::BigInt,
            Self::Decimal => SqlType::Decimal,
            Self::Date => SqlType::Date,
            Self::Timestamp => SqlType::Timestamp,
            Self::TimestampTz => SqlType::TimestampTz,
        }
    }

    /// What a text of one looks like.
    pub(crate) const fn example(self) -> &'static str {
        match self {
            Self::Integer | Self::BigInt => "a range of whole numbers, such as [1,5)",
            Self::Decimal => "a range of decimal numbers, such as [1.5,2.5)",
            Self::Date => "a range of days, such as [2024-01-01,2025-01-01)",
            Self::Timestamp => "a range of days and times, such as [2024-01-01 12:00:00,2024-01-01 13:00:00)",
            Self::TimestampTz => "a range of moments, such as [2024-01-01 12:00:00+00,2024-01-01 13:00:00+00)",
        }
    }

    /// The number of PostgreSQL's type.
    pub(in crate::value) const fn oid(self) -> u32 {
        match self {
            Self::Integer => 3_904,
            Self::Decimal => 3_906,
            Self::Timestamp => 3_908,
            Self::TimestampTz => 3_910,
            Self::Date => 3_912,
            Self::BigInt => 3_926,
        }
    }

    /// A bound as a value of its own. What is no value of the type is NULL, which nothing that was read or made can be.
    ///
    /// ```
    /// use orm::value::{Endpoint, RangeType, Value};
    ///
    /// assert_eq!(RangeType::Integer.value(Endpoint::Whole(5)), Value::Integer(5));
    /// ```
    #[must_use]
    pub fn value(self, endpoint: Endpoint) -> Value<'static> {
        let value = match (self, endpoint) {
            (Self::Integer, Endpoint::Whole(number)) => i32::try_from(number).ok().map(Value::Integer),
            (Self::BigInt, Endpoint::Whole(number)) => Some(Value::BigInt(number)),
            (Self::Decimal, Endpoint::Whole(number)) => Some(Value::Decimal(number.into())),
            (Self::Decimal, Endpoint::Decimal(number)) => Some(Value::Decimal(number)),
            (Self::Date, Endpoint::Whole(days)) => i32::try_from(days).ok().map(Value::Date),
            (Self::Timestamp, Endpoint::Whole(micros)) => Some(Value::Timestamp(micros)),
            (Self::TimestampTz, Endpoint::Whole(micros)) => Some(Value::TimestampTz(micros)),
            (_, Endpoint::Decimal(_)) => None,
        };
        value.unwrap_or(Value::Null(self.element()))
    }

    /// The range between two bounds, as databases keep it: of whole numbers and days with the lower bound in it and the upper one
    /// not.
    ///
    /// # Errors
    /// As [`Range::new`]; and where a bound is no value of the type.
    ///
    /// ```
    /// use std::ops::Bound;
    ///
    /// use orm::value::{Endpoint, RangeType};
    ///
    /// let (lower, upper) = (Bound::Excluded(Endpoint::Whole(1)), Bound::Included(Endpoint::Whole(4)));
    /// assert_eq!(RangeType::Integer.text(&RangeType::Integer.range(lower, upper).unwrap()), "[2,5)");
    /// ```
    pub fn range(self, lower: Bound<Endpoint>, upper: Bound<Endpoint>) -> Result<Range<Endpoint>, InvalidRange> {
        let (lower, upper) = (Cut::lower(lower), Cut::upper(upper));
        if [lower, upper].iter().filter_map(Cut::value).any(|endpoint| !self.holds(*endpoint)) {
            return Err(NOT_OF_THE_TYPE);
        }
        if let (Cut::At(low, _), Cut::At(high, _)) = (lower, upper) {
            if low > high {
                return Err(REVERSED);
            }
            // Before the bounds are moved, as PostgreSQL looks: what is after the last value need not be.
            if lower >= upper {
                return Ok(Range(Shape::Empty));
            }
        }
        let (lower, upper) = (self.moved(lower)?, self.moved(upper)?);
        Ok(Range(if lower < upper { Shape::Between(lower, upper) } else { Shape::Empty }))
    }

    /// Whether the type of the bounds has this value.
    fn holds(self, endpoint: Endpoint) -> bool {
        !matches!(self.value(endpoint), Value::Null(_))
    }

    /// After a whole number or a day is before the next one.
    fn moved(self, cut: Cut<Endpoint>) -> Result<Cut<Endpoint>, InvalidRange> {
        let last = match self {
            Self::Integer | Self::Date => i32::MAX.into(),
            Self::BigInt => i64::MAX,
            Self::Decimal | Self::Timestamp | Self::TimestampTz => return Ok(cut),
        };
        match cut {
            Cut::At(Endpoint::Whole(number), super::Side::After) => {
                let next = number.checked_add(1).filter(|next| *next <= last).ok_or(NO_NEXT)?;
                Ok(Cut::At(Endpoint::Whole(next), super::Side::Before))
            }
            cut => Ok(cut),
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::value::binary;

    #[test]
    fn bounds_are_values_of_the_type() {
        let whole = Bound::Included(Endpoint::Whole(i64::from(i32::MAX) + 1));
        let decimal = Bound::Included(Endpoint::Decimal(Decimal::ONE));
        for (ty, bound) in [
            (RangeType::Integer, whole),
            (RangeType::Date, whole),
            (RangeType::BigInt, decimal),
            (RangeType::Timestamp, decimal),
        ] {
            assert_eq!(ty.range(bound, Bound::Unbounded), Err(NOT_OF_THE_TYPE), "{ty:?}");
            assert_eq!(ty.range(Bound::Unbounded, bound), Err(NOT_OF_THE_TYPE), "{ty:?}");
            assert_eq!(ty.range(bound, bound), Err(NOT_OF_THE_TYPE), "{ty:?}");
        }
        for text in ["[J99999999999,)", "(,J99999999999)", "[J2149924236,)"] {
            assert_eq!(RangeType::Date.parse(text), Err(NOT_OF_THE_TYPE), "{text}");
        }
        assert_eq!(RangeType::Integer.parse("[1,2147483647]"), Err(NO_NEXT));
        // What is of another type.
        let range = RangeType::BigInt.parse("[3000000000,)").unwrap();
        let value = Value::Range(RangeType::Date, Box::new(range));
        assert_eq!(binary::size(&value), Err("a bound of the range is not a value of its type"));
    }

    #[test]
    fn offsets_have_two_digits() {
        for (offset, expected) in [("+02", true), ("+02:30", true), ("+0230", true), ("-00", true), ("Z", true)]
            .into_iter()
            .chain(["+2", "+02:", "+02:3", "+02:300", "+02:030", "+023", "+02:60", "+24"].map(|text| (text, false)))
        {
            let text = format!("[2026-01-01 12:00:00{offset},)");
            assert_eq!(RangeType::TimestampTz.parse(&text).is_ok(), expected, "{offset}");
        }
    }
}
