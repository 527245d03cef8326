use bytes::{BufMut, BytesMut};

use super::{NULL, Unencodable, limits, literal, oid, put_cell};
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

/// An array of values that are asked for one after the other. Where one of them cannot be sent, that is said in its place.
pub(crate) fn array<'v>(ty: SqlType, values: impl ExactSizeIterator<Item = Value<'v>>) -> Value<'static> {
    let mut array = ArrayWriter::new(ty, values.len());
    values.for_each(|value| array.push(value));
    array.finish()
}

/// An array in the making, so that one column of many rows need not be as many values first.
pub(crate) struct ArrayWriter {
    ty: SqlType,
    out: BytesMut,
    count: i32,
    has_nulls: bool,
    refusal: Option<Box<str>>,
    /// Keys of several columns, whose parts go into an array each.
    keys: Vec<Value<'static>>,
}

impl ArrayWriter {
    /// What stands before the elements: dimensions, whether there are NULLs, the elements' type, how many there are, and the first index.
    const HEADER: usize = 20;
    /// What most elements take with their length.
    const ELEMENT: usize = 16;

    /// An array for about so many values.
    pub(crate) fn new(ty: SqlType, expected: usize) -> Self {
        let mut out = BytesMut::with_capacity(Self::HEADER + expected.saturating_mul(Self::ELEMENT));
        out.put_bytes(0, Self::HEADER);
        Self { ty, out, count: 0, has_nulls: false, refusal: None, keys: Vec::new() }
    }

    /// How many bytes are written.
    pub(crate) fn bytes(&self) -> usize {
        self.out.len()
    }

    /// Adds a value.
    #[inline]
    pub(crate) fn push(&mut self, value: Value<'_>) {
        self.count = self.count.saturating_add(1);
        value.look(|value| match (self.ty, value) {
            (SqlType::Row(_), key) => self.keys.push(key.clone().into_owned()),
            (_, Value::Null(_)) => {
                self.has_nulls = true;
                self.out.put_i32(NULL);
            }
            (_, value) => self.add(value),
        });
    }

    fn add(&mut self, value: &Value<'_>) {
        let refused = match limits::element(self.ty, value) {
            Ok(_) => element(value, &mut self.out).err().map(|error| error.to_string().into()),
            Err(reason) => Some(reason.into()),
        };
        if let Some(reason) = refused {
            self.refusal.get_or_insert(reason);
        }
    }

    /// The array; or the first value's refusal that cannot be sent.
    pub(crate) fn finish(self) -> Value<'static> {
        let Self { ty, mut out, count, has_nulls, refusal, keys } = self;
        if let SqlType::Row(_) = ty {
            return Value::Array(ty, keys);
        }
        if let Some(reason) = refusal {
            return Value::Unfit(ty, reason);
        }
        let header = [i32::from(count > 0), i32::from(has_nulls), i32::from_ne_bytes(oid(ty).to_ne_bytes()), count, 1];
        for (place, number) in header.iter().enumerate() {
            out[place * 4..place * 4 + 4].copy_from_slice(&number.to_be_bytes());
        }
        if count == 0 {
            // Of no dimensions nothing more is said.
            out.truncate(12);
        }
        Value::BinaryArray(ty, Vec::from(out).into())
    }
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
    fn written_one_by_one_it_is_the_same() {
        let text = |text: &'static str| Value::Text(text.into());
        for (ty, values) in [
            (
                SqlType::Text,
                vec![text("a"), Value::Null(SqlType::Text), text("Zoë"), Value::Text("b".to_owned().into())],
            ),
            (SqlType::Integer, vec![Value::Integer(-1), Value::Integer(i32::MAX)]),
            (SqlType::BigInt, vec![Value::BigInt(7), Value::Null(SqlType::BigInt)]),
            (SqlType::Double, vec![Value::Double(1.5)]),
            (SqlType::Date, vec![]),
        ] {
            let mut whole = BytesMut::new();
            assert!(encode(ty, &values, &mut whole).is_ok());
            assert_eq!(array(ty, values.into_iter()), Value::BinaryArray(ty, Vec::from(whole).into()));
        }
    }

    #[test]
    fn what_is_refused_is_said_in_its_place() {
        let refused = |ty, values: Vec<Value<'static>>| match array(ty, values.into_iter()) {
            Value::Unfit(_, reason) => reason.to_string(),
            other => format!("{other:?}"),
        };
        let nul = vec![Value::Text("a".into()), Value::Text("\0".into()), Value::Text("b".into())];
        assert_eq!(refused(SqlType::Text, nul), "text cannot hold the character NUL");
        assert_eq!(refused(SqlType::Time, vec![Value::Time(-1)]), "the time is not within a day");
        assert_eq!(refused(SqlType::BigInt, vec![Value::Integer(1)]), "an array's values must all have its type");
        let nested = vec![Value::Array(SqlType::Text, Vec::new())];
        assert_eq!(refused(SqlType::Text, nested), "an array cannot hold arrays");
    }

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
