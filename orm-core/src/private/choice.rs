//! What `#[derive(DbEnum)]` calls.

use std::fmt;

use crate::value::{Domain, ReadError, ReadResult, RowReader, SqlType, Value};

/// The numbers of an enum's variants. Where one does not fit the column's type, this does not compile.
#[must_use]
pub const fn numbers(ty: SqlType, numbers: &'static [i64]) -> Domain {
    let mut rest = numbers;
    while let [first, others @ ..] = rest {
        assert!(
            ty.holds(*first),
            "a variant's number does not fit its type: give the enum a larger one, such as #[repr(i64)]"
        );
        rest = others;
    }
    Domain::Numbers(numbers)
}

/// A variant's number as a value of its column's type.
#[must_use]
pub fn number(ty: SqlType, number: i64) -> Value<'static> {
    match ty {
        SqlType::SmallInt => i16::try_from(number).ok().map(Value::SmallInt),
        SqlType::Integer => i32::try_from(number).ok().map(Value::Integer),
        _ => Some(Value::BigInt(number)),
    }
    .unwrap_or_else(|| Value::Unfit(ty, format!("{number} is out of range for {ty}").into()))
}

/// The row's next cell, as a variant's number.
///
/// # Errors
/// When the cell does not hold a whole number of this type.
pub fn read_number(row: &mut dyn RowReader, ty: SqlType) -> ReadResult<Option<i64>> {
    match ty {
        SqlType::SmallInt => Ok(row.small_int()?.map(i64::from)),
        SqlType::Integer => Ok(row.integer()?.map(i64::from)),
        _ => row.big_int(),
    }
}

/// A value that is none of an enum's.
#[cold]
#[must_use]
pub fn unknown(name: &str, domain: Domain, found: &dyn fmt::Debug) -> ReadError {
    let known = match domain {
        Domain::Texts(texts) => texts.join(", "),
        Domain::Numbers(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", "),
        Domain::All | Domain::Between(..) => String::new(),
    };
    ReadError::invalid(format!("{found:?} is no {name}: it is one of {known}"))
}
