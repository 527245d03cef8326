use std::ops::Bound;

use bytes::{BufMut, BytesMut};

use super::range_flags::{EMPTY, LOWER_INCLUDED, LOWER_UNBOUNDED, UPPER_INCLUDED, UPPER_UNBOUNDED};
use super::{Unencodable, put_cell};
use crate::value::{Endpoint, Range, RangeType};

pub(super) fn encode(ty: RangeType, range: &Range<Endpoint>, out: &mut BytesMut) -> Result<(), Unencodable> {
    let Some((lower, upper)) = range.bounds() else {
        out.put_u8(EMPTY);
        return Ok(());
    };
    let flags = flag(lower, LOWER_INCLUDED, LOWER_UNBOUNDED) | flag(upper, UPPER_INCLUDED, UPPER_UNBOUNDED);
    out.put_u8(flags);
    for endpoint in [range.lower(), range.upper()].into_iter().flatten() {
        put_cell(&ty.value(*endpoint), out)?;
    }
    Ok(())
}

fn flag(bound: Bound<&Endpoint>, included: u8, unbounded: u8) -> u8 {
    match bound {
        Bound::Included(_) => included,
        Bound::Excluded(_) => 0,
        Bound::Unbounded => unbounded,
    }
}
