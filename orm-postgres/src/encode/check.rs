//! Whether PostgreSQL can hold the parameters, before anything is sent.

use orm_core::Error;
use orm_core::database::Failure;
use orm_core::value::{Value, binary};

/// The protocol counts parameters in 16 bits.
const MAX_PARAMETERS: usize = 65_535;
/// The server closes the connection on a longer message.
const MAX_BYTES: usize = 0x3fff_ffff;
/// Refuses parameters that PostgreSQL cannot hold.
pub(crate) fn check(parameters: &[Value<'_>]) -> Result<(), Failure> {
    if parameters.len() > MAX_PARAMETERS {
        let reason = format!("{} parameters, and PostgreSQL takes {MAX_PARAMETERS}", parameters.len());
        return Err(Error::QueryTooLarge { reason }.into());
    }
    let mut bytes = 0_usize;
    for (index, parameter) in parameters.iter().enumerate() {
        let size = binary::size(parameter).map_err(|reason| Failure::Parameter { index, reason: reason.to_owned() })?;
        bytes = bytes.saturating_add(size);
    }
    if bytes > MAX_BYTES {
        let reason = format!("its parameters take {bytes} bytes, and PostgreSQL takes {MAX_BYTES}");
        return Err(Error::QueryTooLarge { reason }.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use orm_core::value::SqlType;
    use orm_core::value::binary::{EPOCH_DAYS, EPOCH_MICROS};

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
