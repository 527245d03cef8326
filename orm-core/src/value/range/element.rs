use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;

use super::{Endpoint, RangeType};
use crate::value::temporal::{date_from_days, moment};
use crate::value::{Captured, Field, ReadError, ReadResult, Value};

/// A type that ranges can be of: `i32`, `i64`, `Decimal`, days, and moments with or without a zone.
///
/// ```
/// use orm::value::{RangeElement, RangeType};
///
/// assert_eq!(<chrono::NaiveDate as RangeElement>::RANGE, RangeType::Date);
/// ```
#[diagnostic::on_unimplemented(
    message = "there are no ranges of `{Self}`",
    label = "not an element of ranges",
    note = "ranges are of i32, i64, Decimal, days, and days and times with or without a zone"
)]
pub trait RangeElement: Field + Ord + Clone {
    /// The type of a range of these.
    const RANGE: RangeType;

    /// The value as a bound, to the microsecond; none where it is no value of the type of the bounds.
    #[doc(hidden)]
    fn to_endpoint(&self) -> Option<Endpoint> {
        let value = self.to_value();
        if value.sql_type() != Self::RANGE.element() {
            return None;
        }
        Some(match value {
            Value::Integer(number) | Value::Date(number) => Endpoint::Whole(number.into()),
            Value::BigInt(number) | Value::Timestamp(number) | Value::TimestampTz(number) => Endpoint::Whole(number),
            Value::Decimal(number) => Endpoint::Decimal(number),
            // NULL, or what the field itself refuses.
            _ => return None,
        })
    }

    /// The value that a bound is.
    #[doc(hidden)]
    fn from_endpoint(endpoint: Endpoint) -> ReadResult<Self> {
        let mut row = Captured::new(vec![Self::RANGE.value(endpoint)]);
        Self::read(&mut row)?.ok_or_else(ReadError::unexpected_null)
    }
}

/// Those that need no calendar to be read.
macro_rules! numbers {
    ($($rust:ty => $range:ident, $variant:ident;)*) => {$(
        impl RangeElement for $rust {
            const RANGE: RangeType = RangeType::$range;

            fn from_endpoint(endpoint: Endpoint) -> ReadResult<Self> {
                match Self::RANGE.value(endpoint) {
                    Value::$variant(number) => Ok(number),
                    other => Err(ReadError::type_mismatch(Self::TYPE, other.sql_type().name())),
                }
            }
        }
    )*};
}

numbers! {
    i32 => Integer, Integer;
    i64 => BigInt, BigInt;
    Decimal => Decimal, Decimal;
}

/// Those of chrono, which most programs have, and those of other crates, which are read as if a row had them.
macro_rules! times {
    ($($rust:ty => $range:ident $(, $read:expr)?;)*) => {$(
        impl RangeElement for $rust {
            const RANGE: RangeType = RangeType::$range;

            $(fn from_endpoint(endpoint: Endpoint) -> ReadResult<Self> {
                whole(endpoint).and_then($read)
            })?
        }
    )*};
}

fn whole(endpoint: Endpoint) -> ReadResult<i64> {
    match endpoint {
        Endpoint::Whole(number) => Ok(number),
        Endpoint::Decimal(number) => Err(ReadError::invalid(format!("{number} is neither a day nor a moment"))),
    }
}

times! {
    NaiveDate => Date, |days| i32::try_from(days).map_err(ReadError::invalid).and_then(date_from_days);
    NaiveDateTime => Timestamp, |micros| moment(micros).map(|moment| moment.naive_utc());
    DateTime<Utc> => TimestampTz, moment;
}

#[cfg(feature = "time")]
times! {
    time::Date => Date;
    time::PrimitiveDateTime => Timestamp;
    time::OffsetDateTime => TimestampTz;
    time::UtcDateTime => TimestampTz;
}

#[cfg(feature = "jiff")]
times! {
    jiff::civil::Date => Date;
    jiff::civil::DateTime => Timestamp;
    jiff::Timestamp => TimestampTz;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Range, RowReader, SqlType};

    /// A type of a program's own, which says that it is a whole number and is written as what it is not, or not at all.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    enum Odd {
        Text,
        Large,
        Number(i32),
    }

    impl Field for Odd {
        const TYPE: SqlType = SqlType::Integer;

        fn to_value(&self) -> Value<'_> {
            match self {
                Self::Text => Value::Text("5".into()),
                Self::Large => Value::BigInt(5),
                Self::Number(number) => Value::Integer(*number),
            }
        }

        fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
            Ok(row.integer()?.map(Self::Number))
        }
    }

    impl RangeElement for Odd {
        const RANGE: RangeType = RangeType::Integer;
    }

    #[test]
    fn what_is_no_bound_makes_no_range() {
        for range in [Range::from(Odd::Text..), Range::from(..Odd::Large), Range::from(Odd::Text..=Odd::Number(1))] {
            assert_eq!(range.problem().unwrap().to_string(), "the range's bound is not a value of its type");
            assert!(matches!(range.to_value(), Value::Unfit(..)), "{range}");
            assert!(range.to_string().contains('?'), "{range}");
        }
        assert_eq!(Range::from(Odd::Number(1)..=Odd::Number(4)).to_string(), "[1,5)");
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn the_last_day_of_a_calendar_has_none_after_it() {
        let first = jiff::civil::date(2026, 1, 1);
        let problem = Range::from(first..=jiff::civil::Date::MAX).problem().unwrap().to_string();
        assert!(problem.ends_with("none comes after it: leave the bound out"), "{problem}");
        assert!(Range::from(first..jiff::civil::Date::MAX).problem().is_none());
        assert!(Range::from(first..).problem().is_none());
    }
}
