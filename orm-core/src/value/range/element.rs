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

    /// The value as a bound, to the microsecond.
    #[doc(hidden)]
    fn to_endpoint(&self) -> Endpoint {
        match self.to_value() {
            Value::Integer(number) | Value::Date(number) => Endpoint::Whole(number.into()),
            Value::BigInt(number) | Value::Timestamp(number) | Value::TimestampTz(number) => Endpoint::Whole(number),
            Value::Decimal(number) => Endpoint::Decimal(number),
            // No other type is an element.
            _ => Endpoint::Whole(0),
        }
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
