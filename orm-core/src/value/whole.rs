//! [`Field`] for whole numbers that no SQL type has: each is stored as the next larger one, with a CHECK for its range.

use super::{Domain, Field, ReadError, ReadResult, RowReader, SqlType, Value};

macro_rules! widened {
    ($($rust:ty => $variant:ident($wide:ty), $read:ident;)*) => {$(
        impl Field for $rust {
            const TYPE: SqlType = SqlType::$variant;
            #[allow(clippy::cast_lossless, clippy::cast_possible_wrap, reason = "`i64::from` is not const; each fits")]
            const DOMAIN: Domain = Domain::Between(<$rust>::MIN as i64, <$rust>::MAX as i64);

            fn to_value(&self) -> Value<'_> {
                Value::$variant(<$wide>::from(*self))
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
                let Some(number) = row.$read()? else { return Ok(None) };
                Self::try_from(number).map(Some).map_err(|_| out_of_range(number.into(), stringify!($rust)))
            }
        }
    )*};
}

widened! {
    i8 => SmallInt(i16), small_int;
    u16 => Integer(i32), integer;
    u32 => BigInt(i64), big_int;
}

/// Stored as a bigint, whose larger half it lacks: counts and sizes stay far below, and a numeric would cost them several
/// times the space and the time.
impl Field for u64 {
    const TYPE: SqlType = SqlType::BigInt;
    const DOMAIN: Domain = Domain::Between(0, i64::MAX);

    fn to_value(&self) -> Value<'_> {
        i64::try_from(*self).map_or_else(
            |_| {
                Value::Unfit(
                    Self::TYPE,
                    format!("{self} is larger than {}, and a column of u64 holds no more", i64::MAX).into(),
                )
            },
            Value::BigInt,
        )
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        let Some(number) = row.big_int()? else { return Ok(None) };
        Self::try_from(number).map(Some).map_err(|_| out_of_range(number, "u64"))
    }
}

#[cold]
fn out_of_range(number: i64, ty: &str) -> ReadError {
    ReadError::invalid(format!("{number} is out of range for a {ty}"))
}
