//! [`Field`] for the types that need no calendar.

use std::borrow::Cow;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Field, ReadError, ReadResult, RowReader, SqlType, Value};

macro_rules! copied {
    ($($rust:ty => $variant:ident, $read:ident;)*) => {$(
        impl Field for $rust {
            const TYPE: SqlType = SqlType::$variant;

            fn to_value(&self) -> Value<'_> {
                Value::$variant(*self)
            }

            fn into_value(self) -> Value<'static> {
                Value::$variant(self)
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
                row.$read()
            }
        }
    )*};
}

copied! {
    bool => Boolean, boolean;
    i16 => SmallInt, small_int;
    i32 => Integer, integer;
    i64 => BigInt, big_int;
    f32 => Real, real;
    f64 => Double, double;
    Uuid => Uuid, uuid;
    Decimal => Decimal, decimal;
}

impl Field for String {
    const TYPE: SqlType = SqlType::Text;

    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }

    fn into_value(self) -> Value<'static> {
        Value::Text(Cow::Owned(self))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(row.text()?.map(str::to_owned))
    }
}

impl Field for Vec<u8> {
    const TYPE: SqlType = SqlType::Bytes;

    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }

    fn into_value(self) -> Value<'static> {
        Value::Bytes(Cow::Owned(self))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(row.bytes()?.map(<[u8]>::to_vec))
    }
}

impl Field for serde_json::Value {
    const TYPE: SqlType = SqlType::Json;

    fn to_value(&self) -> Value<'_> {
        Value::Json(Cow::Owned(self.to_string()))
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.json()?.map(serde_json::from_str).transpose().map_err(ReadError::invalid)
    }
}
