//! A value with its length, as the cell of a row in the binary format of COPY: the server converts nothing there, so that it
//! must be of the very type of its column.

use bytes::{BufMut, BytesMut};
use orm_core::value::binary::{Written, put as put_value};
use orm_core::value::{SqlType, Value};
use postgres_types::{Kind, Type};

use super::Unencodable;
use crate::types::is_written_alike;

/// The length of NULL.
const NULL: i32 = -1;

/// How the cells of a column are written.
#[derive(Debug, PartialEq)]
pub(crate) enum Cell {
    /// As a parameter of the same value.
    Alike,
    /// As a whole number of 16 bits.
    SmallInt,
    /// As a whole number of 32 bits.
    Integer,
    /// As a floating-point number of 32 bits.
    Real,
    /// As JSON that is kept as its text.
    JsonText,
    /// As an array of elements with this number of their type, each written so.
    Array(u32, Box<Cell>),
}

impl Cell {
    /// How values of this type are written into a column of PostgreSQL's type, from which they can be read.
    pub(crate) fn of(ty: SqlType, found: &Type) -> Self {
        match (ty, found.kind()) {
            (SqlType::List(element), Kind::Array(found)) => {
                Self::Array(found.oid(), Box::new(Self::of(*element, found)))
            }
            (ty, _) if is_written_alike(ty, found) => Self::Alike,
            (SqlType::Json, _) => Self::JsonText,
            _ if *found == Type::INT2 => Self::SmallInt,
            _ if *found == Type::INT4 => Self::Integer,
            _ if *found == Type::FLOAT4 => Self::Real,
            _ => Self::Alike,
        }
    }

    /// Writes it, unless the column cannot hold it.
    pub(crate) fn write(&self, value: &Value<'_>, out: &mut BytesMut) -> Result<(), Unencodable> {
        // The types that most columns have, with a length that is known before.
        match (self, value) {
            (_, Value::Null(_)) => out.put_i32(NULL),
            (Self::Alike, Value::Text(text)) => {
                out.put_i32(i32::try_from(text.len())?);
                out.put_slice(text.as_bytes());
            }
            (Self::Alike, Value::Integer(number)) => put(number.to_be_bytes(), out),
            (Self::Alike, Value::BigInt(number)) => put(number.to_be_bytes(), out),
            _ => return self.write_any(value, out),
        }
        Ok(())
    }

    fn write_any(&self, value: &Value<'_>, out: &mut BytesMut) -> Result<(), Unencodable> {
        let at = out.len();
        out.put_i32(NULL);
        let start = out.len();
        match (self, value) {
            (Self::SmallInt, number) => {
                out.put_i16(i16::try_from(whole(number)?).map_err(|_| "it does not fit smallint")?);
            }
            (Self::Integer, number) => {
                out.put_i32(i32::try_from(whole(number)?).map_err(|_| "it does not fit integer")?);
            }
            (Self::Real, Value::Double(number)) => out.put_f32(rounded(*number)?),
            (Self::JsonText, Value::Json(text)) => out.put_slice(text.as_bytes()),
            (Self::Array(element, cell), Value::List(_, values)) => array(*element, cell, values, out)?,
            (_, value) => {
                if put_value(value, out)? == Written::Null {
                    return Ok(());
                }
            }
        }
        let length = i32::try_from(out.len() - start)?;
        out[at..start].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}

fn array(element: u32, cell: &Cell, values: &[Value<'_>], out: &mut BytesMut) -> Result<(), Unencodable> {
    let length = i32::try_from(values.len())?;
    out.put_i32(i32::from(length != 0)); // dimensions
    out.put_i32(i32::from(values.iter().any(Value::is_null)));
    out.put_u32(element);
    if length == 0 {
        return Ok(());
    }
    out.put_i32(length);
    out.put_i32(1); // the first index
    values.iter().try_for_each(|value| cell.write(value, out))
}

/// Few bytes with their length before them, at once.
fn put<const N: usize>(bytes: [u8; N], out: &mut BytesMut) {
    out.reserve(4 + N);
    out.put_i32(i32::try_from(N).unwrap_or(NULL));
    out.put_slice(&bytes);
}

fn whole(value: &Value<'_>) -> Result<i64, Unencodable> {
    match value {
        Value::SmallInt(number) => Ok((*number).into()),
        Value::Integer(number) => Ok((*number).into()),
        Value::BigInt(number) => Ok(*number),
        _ => Err("it is no whole number".into()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest is what the server does as well")]
fn rounded(value: f64) -> Result<f32, Unencodable> {
    let rounded = value as f32;
    if rounded.is_infinite() && value.is_finite() { Err("it does not fit real".into()) } else { Ok(rounded) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(ty: SqlType, found: &Type, value: &Value<'_>) -> Option<Vec<u8>> {
        let mut out = BytesMut::new();
        Cell::of(ty, found).write(value, &mut out).ok().map(|()| out.to_vec())
    }

    #[test]
    fn a_cell_is_of_its_columns_type() {
        let number = Value::BigInt(5);
        assert_eq!(written(SqlType::BigInt, &Type::INT8, &number), Some(vec![0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 5]));
        assert_eq!(written(SqlType::BigInt, &Type::INT4, &number), Some(vec![0, 0, 0, 4, 0, 0, 0, 5]));
        assert_eq!(written(SqlType::BigInt, &Type::INT2, &number), Some(vec![0, 0, 0, 2, 0, 5]));
        assert_eq!(written(SqlType::BigInt, &Type::INT2, &Value::BigInt(40_000)), None);
        assert_eq!(written(SqlType::Double, &Type::FLOAT4, &Value::Double(1e300)), None);
        let json = Value::Json("1".into());
        assert_eq!(written(SqlType::Json, &Type::JSONB, &json), Some(vec![0, 0, 0, 2, 1, b'1']));
        assert_eq!(written(SqlType::Json, &Type::JSON, &json), Some(vec![0, 0, 0, 1, b'1']));
        assert_eq!(written(SqlType::Text, &Type::VARCHAR, &Value::Null(SqlType::Text)), Some(vec![255; 4]));
    }

    #[test]
    fn an_array_names_its_elements_type() {
        let list = Value::List(&SqlType::Text, vec![Value::Text("a".into()), Value::Null(SqlType::Text)]);
        let bytes = written(SqlType::List(&SqlType::Text), &Type::VARCHAR_ARRAY, &list).unwrap_or_default();
        assert_eq!(bytes[12..16], Type::VARCHAR.oid().to_be_bytes());
        assert_eq!(bytes[24..], [0, 0, 0, 1, b'a', 255, 255, 255, 255]);
    }
}
