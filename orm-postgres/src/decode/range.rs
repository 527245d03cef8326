use std::ops::Bound;

use orm_core::value::binary::range_flags::{EMPTY, LOWER_INCLUDED, LOWER_UNBOUNDED, UPPER_INCLUDED, UPPER_UNBOUNDED};
use orm_core::value::{Endpoint, Range, RangeType, ReadError, ReadResult};

use super::{date, numeric, timestamp};

pub(crate) fn range(ty: RangeType, bytes: &[u8]) -> ReadResult<Range<Endpoint>> {
    let (flags, mut rest) = bytes.split_first().ok_or_else(cut_off)?;
    if flags & EMPTY != 0 {
        return Ok(Range::empty());
    }
    let mut bound = |included: u8, unbounded: u8| {
        if flags & unbounded != 0 {
            return Ok(Bound::Unbounded);
        }
        let endpoint = endpoint(ty, cell(&mut rest)?)?;
        Ok(if flags & included != 0 { Bound::Included(endpoint) } else { Bound::Excluded(endpoint) })
    };
    let lower = bound(LOWER_INCLUDED, LOWER_UNBOUNDED)?;
    let upper = bound(UPPER_INCLUDED, UPPER_UNBOUNDED)?;
    ty.range(lower, upper).map_err(ReadError::invalid)
}

fn endpoint(ty: RangeType, bytes: &[u8]) -> ReadResult<Endpoint> {
    Ok(match ty {
        RangeType::Integer => Endpoint::Whole(i32::from_be_bytes(fixed(bytes)?).into()),
        RangeType::BigInt => Endpoint::Whole(i64::from_be_bytes(fixed(bytes)?)),
        RangeType::Decimal => Endpoint::Decimal(numeric(bytes)?),
        RangeType::Date => Endpoint::Whole(date(i32::from_be_bytes(fixed(bytes)?))?.into()),
        RangeType::Timestamp | RangeType::TimestampTz => Endpoint::Whole(timestamp(i64::from_be_bytes(fixed(bytes)?))?),
    })
}

/// The next bound, after its length.
fn cell<'a>(rest: &mut &'a [u8]) -> ReadResult<&'a [u8]> {
    let (length, after) = rest.split_first_chunk().ok_or_else(cut_off)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(ReadError::invalid)?;
    let (cell, after) = after.split_at_checked(length).ok_or_else(cut_off)?;
    *rest = after;
    Ok(cell)
}

fn fixed<const N: usize>(bytes: &[u8]) -> ReadResult<[u8; N]> {
    bytes.try_into().map_err(|_| cut_off())
}

#[cold]
fn cut_off() -> ReadError {
    ReadError::invalid("the range is cut off")
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use orm_core::value::{Value, binary};

    use super::*;

    fn there_and_back(ty: RangeType, text: &str) -> Option<String> {
        let mut bytes = BytesMut::new();
        let value = Value::Range(ty, Box::new(ty.parse(text).ok()?));
        binary::put(&value, &mut bytes).ok()?;
        range(ty, &bytes).ok().map(|range| ty.text(&range))
    }

    #[test]
    fn what_goes_out_comes_back() {
        for (ty, texts) in [
            (RangeType::Integer, &["empty", "(,)", "[1,5)", "(,5)", "[-2147483648,2147483647)"][..]),
            (RangeType::BigInt, &["[-9223372036854775808,)"]),
            (RangeType::Decimal, &["[1.50,2]", "(-0.5,)", "(1,2]", "(1,2)"]),
            (RangeType::Date, &["[2026-01-31,2026-02-28)"]),
            (RangeType::Timestamp, &[r#"("2026-01-31 12:00:00","2026-02-28 12:00:00.5"]"#]),
            (RangeType::TimestampTz, &[r#"(,"2026-02-28 12:00:00+00"]"#]),
        ] {
            for text in texts {
                assert_eq!(there_and_back(ty, text).as_deref(), Some(*text));
            }
        }
    }

    #[test]
    fn what_is_no_range() {
        for bytes in [&[][..], &[0], &[2, 0, 0, 0, 4, 0, 0, 0], &[2, 255, 255, 255, 255], &[8, 0, 0, 0, 2, 0, 5]] {
            assert!(range(RangeType::Integer, bytes).is_err(), "{bytes:?}");
        }
    }
}
