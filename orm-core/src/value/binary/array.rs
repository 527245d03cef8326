use bytes::{BufMut, BytesMut};

use super::{NULL, Unencodable, literal, oid, put_cell};
use crate::value::{SqlType, Value};

/// Writes a one-dimensional array, which may hold NULLs.
pub(super) fn encode(ty: SqlType, values: &[Value<'_>], out: &mut BytesMut) -> Result<(), Unencodable> {
    let length = i32::try_from(values.len())?;
    out.put_i32(i32::from(length != 0)); // dimensions
    out.put_i32(i32::from(values.iter().any(Value::is_null)));
    out.put_u32(oid(ty));
    if length == 0 {
        return Ok(());
    }
    out.put_i32(length);
    out.put_i32(1); // the first index
    for value in values {
        element(value, out)?;
    }
    Ok(())
}

fn element(value: &Value<'_>, out: &mut BytesMut) -> Result<(), Unencodable> {
    // The types that most columns have, with a length that is known before.
    match value {
        Value::Null(_) => out.put_i32(NULL),
        Value::Text(text) => {
            out.put_i32(i32::try_from(text.len())?);
            out.put_slice(text.as_bytes());
        }
        Value::SmallInt(number) => {
            let mut bytes = [0, 0, 0, 2, 0, 0];
            bytes[4..].copy_from_slice(&number.to_be_bytes());
            out.put_slice(&bytes);
        }
        Value::Integer(number) => {
            let mut bytes = [0, 0, 0, 4, 0, 0, 0, 0];
            bytes[4..].copy_from_slice(&number.to_be_bytes());
            out.put_slice(&bytes);
        }
        Value::BigInt(number) => {
            let mut bytes = [0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0];
            bytes[4..].copy_from_slice(&number.to_be_bytes());
            out.put_slice(&bytes);
        }
        other => return any_element(other, out),
    }
    Ok(())
}

fn any_element(value: &Value<'_>, out: &mut BytesMut) -> Result<(), Unencodable> {
    match value {
        // As text, which the statement converts: an array of arrays would be flattened.
        Value::List(_, values) => element(&Value::Text(literal::list(values).into()), out),
        value => put_cell(value, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_lengths_are_the_ones_that_are_counted() {
        for value in [
            Value::Null(SqlType::Text),
            Value::Text("".into()),
            Value::Text("Zoë".into()),
            Value::SmallInt(-3),
            Value::Integer(i32::MIN),
            Value::BigInt(-2),
        ] {
            let (mut known, mut counted) = (BytesMut::new(), BytesMut::new());
            assert!(element(&value, &mut known).is_ok() && any_element(&value, &mut counted).is_ok());
            assert_eq!(known, counted, "{value:?}");
        }
    }
}
