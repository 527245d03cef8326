use orm_core::value::{ReadError, ReadResult};
use rust_decimal::Decimal;

/// A number's sign as PostgreSQL sends it; what is neither is NaN or an infinity.
const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;
const BASE: u128 = 10_000;
/// Decimal digits in one of PostgreSQL's.
const DIGITS: i32 = 4;
/// What a `Decimal` holds: 96 bits, and as many digits after the point.
const MAX_MANTISSA: u128 = (1 << 96) - 1;
const MAX_SCALE: u32 = 28;

/// Reads base-10000 digits, exactly or not at all.
///
/// The scale is the column's where 96 bits have room for it; zeros at the end go first.
pub(crate) fn numeric(bytes: &[u8]) -> ReadResult<Decimal> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let mut word = || words.next().ok_or_else(|| ReadError::invalid("the number is cut off"));
    let count = word()?;
    let weight = i32::from(word()?.cast_signed());
    let sign = word()?;
    let scale = u32::from(word()?).min(MAX_SCALE);
    if sign != POSITIVE && sign != NEGATIVE {
        return Err(ReadError::invalid("the number is NaN or infinite"));
    }
    let mut number = 0_u128;
    for _ in 0..count {
        let digit = u128::from(word()?);
        number = number.checked_mul(BASE).and_then(|number| number.checked_add(digit)).ok_or_else(too_large)?;
    }
    let exponent = DIGITS * (weight - i32::from(count) + 1);
    let (mantissa, scale) = match number {
        0 => (0, scale),
        _ => fit(number, exponent, scale).ok_or_else(too_large)?,
    };
    let mantissa = mantissa.cast_signed();
    let signed = if sign == NEGATIVE { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale).map_err(ReadError::invalid)
}

/// `number` times ten to the power of `exponent` as a mantissa and a scale, which is the wanted one if that fits.
fn fit(number: u128, exponent: i32, wanted: u32) -> Option<(u128, u32)> {
    let (mut mantissa, mut scale) = match u32::try_from(exponent) {
        Ok(exponent) => (10_u128.checked_pow(exponent)?.checked_mul(number)?, 0),
        Err(_) => (number, exponent.unsigned_abs()),
    };
    while scale > wanted || (mantissa > MAX_MANTISSA && scale > 0) {
        if mantissa % 10 != 0 {
            return None;
        }
        mantissa /= 10;
        scale -= 1;
    }
    while scale < wanted && mantissa <= MAX_MANTISSA / 10 {
        mantissa *= 10;
        scale += 1;
    }
    (mantissa <= MAX_MANTISSA).then_some((mantissa, scale))
}

#[cold]
fn too_large() -> ReadError {
    ReadError::invalid("the number has more digits than a Decimal holds")
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use std::str::FromStr;

    use bytes::BytesMut;
    use orm_core::value::Value;
    use postgres_types::{ToSql, Type};

    use super::*;
    use crate::encode::Parameter;

    fn encode(decimal: Decimal) -> BytesMut {
        let mut out = BytesMut::new();
        Parameter(&Value::Decimal(decimal)).to_sql(&Type::NUMERIC, &mut out).expect("a decimal can be encoded");
        out
    }

    fn words(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn what_goes_out_comes_back_with_its_scale() {
        for text in [
            "0",
            "0.00",
            "1",
            "-1",
            "10000",
            "9999",
            "100000000",
            "0.1",
            "0.0001",
            "0.00001",
            "-0.00001230",
            "12345.6789",
            "12345.678900",
            "1000000.0000001",
            "79228162514264337593543950335",
            "-79228162514264337593543950335",
            "7.9228162514264337593543950335",
            "0.0000000000000000000000000001",
            "0.7922816251426433759354395033",
        ] {
            let decimal = Decimal::from_str(text).expect(text);
            let back = numeric(&encode(decimal)).expect(text);
            assert_eq!(back.to_string(), decimal.to_string());
        }
    }

    #[test]
    fn writes_what_postgresql_writes() {
        let decimal = Decimal::from_str("-10000.50").expect("a number");
        assert_eq!(encode(decimal), words(&[3, 1, 0x4000, 2, 1, 0, 5000]));
        assert_eq!(encode(Decimal::ZERO), words(&[0, 0, 0, 0]));
        let decimal = Decimal::from_str("0.00005").expect("a number");
        assert_eq!(encode(decimal), words(&[1, u16::MAX - 1, 0, 5, 5000]));
    }

    #[test]
    fn gives_up_zeros_and_nothing_else() {
        // 1.5 of a numeric(60, 40)
        let decimal = numeric(&words(&[2, 0, 0, 40, 1, 5000])).expect("it fits");
        assert_eq!(decimal.to_string(), "1.5000000000000000000000000000");
        // 12345678901 of a numeric(38, 20), whose 31 digits do not fit
        let decimal = numeric(&words(&[3, 2, 0, 20, 123, 4567, 8901])).expect("it fits");
        assert_eq!(decimal, Decimal::from(12_345_678_901_i64));
        // a digit in the 32nd place after the point
        assert!(numeric(&words(&[1, u16::MAX - 7, 0, 32, 1])).is_err());
        // ten to the power of 40
        assert!(numeric(&words(&[1, 10, 0, 0, 1])).is_err());
        // ten to the power of 400
        assert!(numeric(&words(&[1, 100, 0, 0, 1])).is_err());
    }

    #[test]
    fn nan_and_infinity_are_no_decimals() {
        for sign in [0xC000, 0xD000, 0xF000] {
            assert!(numeric(&words(&[0, 0, sign, 0])).is_err());
        }
        assert!(numeric(&words(&[2, 0, 0, 0, 1])).is_err());
    }
}
