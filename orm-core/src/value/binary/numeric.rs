use bytes::{BufMut, BytesMut};
use rust_decimal::Decimal;

/// The signs of PostgreSQL's numeric.
const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;
/// Its base.
const BASE: u128 = 10_000;
/// Decimal digits in one of its own.
const DIGITS: u32 = 4;
/// 29 decimal digits in one of its two parts are at most 8 of its own.
const MAX_GROUPS: usize = 16;

/// Writes a decimal as base-10000 digits around the decimal point, with the scale that it has.
pub(super) fn encode(decimal: Decimal, out: &mut BytesMut) {
    let scale = decimal.scale();
    let unsigned = decimal.mantissa().unsigned_abs();
    let point = 10_u128.pow(scale);
    let padding = (DIGITS - scale % DIGITS) % DIGITS;

    // From the last digit to the first.
    let mut groups = [0_u16; MAX_GROUPS];
    let mut count = 0_u16;
    let mut push = |group: u16| {
        if let Some(slot) = groups.get_mut(usize::from(count)) {
            *slot = group;
            count += 1;
        }
    };
    let mut fraction = unsigned % point * 10_u128.pow(padding);
    for _ in 0..(scale + padding) / DIGITS {
        push(group(fraction));
        fraction /= BASE;
    }
    let mut whole = unsigned / point;
    let mut weight = -1_i16;
    while whole != 0 {
        push(group(whole));
        whole /= BASE;
        weight += 1;
    }

    // Zeros at either end are not sent.
    let mut digits = &groups[..usize::from(count)];
    while let [0, rest @ ..] = digits {
        digits = rest;
    }
    while let [rest @ .., 0] = digits {
        digits = rest;
        weight -= 1;
    }
    let negative = decimal.is_sign_negative() && !digits.is_empty();
    out.put_u16(u16::try_from(digits.len()).unwrap_or(0));
    out.put_i16(if digits.is_empty() { 0 } else { weight });
    out.put_u16(if negative { NEGATIVE } else { POSITIVE });
    out.put_u16(u16::try_from(scale).unwrap_or(0));
    for digit in digits.iter().rev() {
        out.put_u16(*digit);
    }
}

/// The last base-10000 digit of a number.
fn group(number: u128) -> u16 {
    let [low, high, ..] = (number % BASE).to_le_bytes();
    u16::from_le_bytes([low, high])
}
