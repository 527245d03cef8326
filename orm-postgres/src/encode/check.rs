//! Whether PostgreSQL can hold the parameters, before anything is sent.

use orm_core::Error;
use orm_core::database::Failure;
use orm_core::value::{Interval, SqlType, Value};

use super::{EPOCH_DAYS, EPOCH_MICROS};

/// The protocol counts parameters in 16 bits.
const MAX_PARAMETERS: usize = 65_535;
/// The server closes the connection on a longer message.
const MAX_BYTES: usize = 0x3fff_ffff;
/// What a parameter takes besides its text or bytes, at most, but for a decimal's digits.
const OVERHEAD: usize = 24;

/// PostgreSQL's calendar, from 4714-11-24 BC, in days from 2000-01-01; the end is not in it.
const DAYS: std::ops::Range<i32> = -2_451_545..2_145_031_949;
/// The same in microseconds, up to the end of the year 294276.
const MICROS: std::ops::Range<i64> = -211_813_488_000_000_000..9_223_371_331_200_000_000;
/// What the newest releases call infinite.
const INFINITE: [Interval; 2] = [
    Interval { months: i32::MAX, days: i32::MAX, microseconds: i64::MAX },
    Interval { months: i32::MIN, days: i32::MIN, microseconds: i64::MIN },
];
/// A day, whose end is a time of day too: 24:00:00.
const DAY_MICROS: std::ops::RangeInclusive<i64> = 0..=86_400_000_000;

/// Refuses parameters that PostgreSQL cannot hold.
pub(crate) fn check(parameters: &[Value<'_>]) -> Result<(), Failure> {
    if parameters.len() > MAX_PARAMETERS {
        let reason = format!("{} parameters, and PostgreSQL takes {MAX_PARAMETERS}", parameters.len());
        return Err(Error::QueryTooLarge { reason }.into());
    }
    let mut bytes = 0_usize;
    for (index, parameter) in parameters.iter().enumerate() {
        let size = size(parameter).map_err(|reason| Failure::Parameter { index, reason: reason.to_owned() })?;
        bytes = bytes.saturating_add(size);
    }
    if bytes > MAX_BYTES {
        let reason = format!("its parameters take {bytes} bytes, and PostgreSQL takes {MAX_BYTES}");
        return Err(Error::QueryTooLarge { reason }.into());
    }
    Ok(())
}

/// About how many bytes a value takes, or why it cannot be sent.
fn size<'v>(value: &'v Value<'_>) -> Result<usize, &'v str> {
    match value {
        Value::Text(text) | Value::Json(text) => value.refusal().map_or(Ok(text.len() + OVERHEAD), Err),
        Value::Unfit(_, reason) => Err(reason),
        Value::Bytes(bytes) => Ok(bytes.len() + OVERHEAD),
        Value::Date(days) if !days.checked_sub(EPOCH_DAYS).is_some_and(|days| DAYS.contains(&days)) => {
            Err("the day is outside of PostgreSQL's calendar")
        }
        Value::Timestamp(micros) | Value::TimestampTz(micros)
            if !micros.checked_sub(EPOCH_MICROS).is_some_and(|micros| MICROS.contains(&micros)) =>
        {
            Err("the moment is outside of PostgreSQL's calendar")
        }
        Value::Time(micros) if !DAY_MICROS.contains(micros) => Err("the time is not within a day"),
        Value::Interval(span) if INFINITE.contains(span) => Err("PostgreSQL takes this interval for an infinite one"),
        Value::Array(ty, values) => elements(*ty, values),
        Value::List(ty, values) => elements(**ty, values),
        _ => Ok(OVERHEAD),
    }
}

/// About how many bytes an array takes.
fn elements<'v>(ty: SqlType, values: &'v [Value<'_>]) -> Result<usize, &'v str> {
    values.iter().try_fold(OVERHEAD, |total, value| match (ty, value) {
        // The types that most columns have, and that need no look at the value.
        (SqlType::Integer, Value::Integer(_))
        | (SqlType::BigInt, Value::BigInt(_))
        | (SqlType::SmallInt, Value::SmallInt(_))
        | (SqlType::Boolean, Value::Boolean(_))
        | (SqlType::Double, Value::Double(_))
        | (SqlType::Uuid, Value::Uuid(_)) => Ok(total.saturating_add(OVERHEAD)),
        (SqlType::Text, Value::Text(text)) => match value.refusal() {
            None => Ok(total.saturating_add(text.len() + OVERHEAD)),
            Some(reason) => Err(reason),
        },
        (_, Value::Array(..)) => Err("an array cannot hold arrays"),
        (ty, value) if value.sql_type() != ty => {
            Err(value.refusal().unwrap_or("an array's values must all have its type"))
        }
        (_, value) => Ok(total.saturating_add(size(value)?)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(value: Value<'static>) -> bool {
        matches!(check(&[Value::Boolean(true), value]), Err(Failure::Parameter { index: 1, .. }))
    }

    #[test]
    fn refuses_nul() {
        assert!(refused(Value::Text("a\0b".into())));
        assert!(refused(Value::Array(SqlType::Text, vec![Value::Text("\0".into())])));
        assert!(refused(Value::Json(r#""a\u0000""#.into())));
        assert!(refused(Value::Json(r#""\\\u0000""#.into())));
        assert!(!refused(Value::Json(r#""\\u0000""#.into())));
        assert!(!refused(Value::Bytes(b"a\0b".as_slice().into())));
    }

    #[test]
    fn refuses_what_is_outside_of_the_calendar() {
        assert!(refused(Value::Date(i32::MIN)));
        assert!(refused(Value::Date(i32::MAX)));
        assert!(!refused(Value::Date(-2_451_545 + EPOCH_DAYS)));
        assert!(refused(Value::Date(-2_451_546 + EPOCH_DAYS)));
        assert!(refused(Value::Timestamp(i64::MIN)));
        assert!(refused(Value::TimestampTz(-211_813_488_000_000_001 + EPOCH_MICROS)));
        assert!(!refused(Value::TimestampTz(-211_813_488_000_000_000 + EPOCH_MICROS)));
        assert!(!refused(Value::TimestampTz(0)));
        assert!(refused(Value::Time(-1)));
        assert!(!refused(Value::Time(86_400_000_000)));
        assert!(refused(Value::Time(86_400_000_001)));
    }

    #[test]
    fn refuses_mixed_and_nested_arrays() {
        assert!(refused(Value::Array(SqlType::BigInt, vec![Value::Integer(1)])));
        assert!(refused(Value::Array(SqlType::BigInt, vec![Value::Array(SqlType::BigInt, vec![])])));
        assert!(!refused(Value::Array(SqlType::BigInt, vec![Value::BigInt(1), Value::Null(SqlType::BigInt)])));
    }

    #[test]
    fn refuses_too_many_parameters() {
        let parameters = vec![Value::Boolean(true); MAX_PARAMETERS + 1];
        assert!(matches!(check(&parameters), Err(Failure::Error(Error::QueryTooLarge { .. }))));
        assert!(check(&parameters[1..]).is_ok());
    }
}
