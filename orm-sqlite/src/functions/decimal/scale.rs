//! How many digits a result has behind the point: as many as PostgreSQL's has, with its zeros at the end.

use rust_decimal::Decimal;

/// The most digits behind the point.
const MOST: u32 = 28;

/// The sum, with as many digits as the operand that has more.
pub(super) fn add(left: Decimal, right: Decimal) -> Option<Decimal> {
    left.checked_add(right).map(|sum| padded(sum, left.scale().max(right.scale())))
}

/// The difference, with as many digits as the operand that has more.
pub(super) fn subtract(left: Decimal, right: Decimal) -> Option<Decimal> {
    left.checked_sub(right).map(|difference| padded(difference, left.scale().max(right.scale())))
}

/// The product, with as many digits as both operands have together.
pub(super) fn multiply(left: Decimal, right: Decimal) -> Option<Decimal> {
    left.checked_mul(right).map(|product| padded(product, left.scale() + right.scale()))
}

/// The same number with at least so many digits behind the point, as far as there is room for them.
pub(in crate::functions) fn padded(mut value: Decimal, scale: u32) -> Decimal {
    if value.scale() < scale {
        // It adds as many zeros as fit.
        value.rescale(scale.min(MOST));
    }
    value
}

/// The quotient, with at least sixteen digits that count, and no fewer behind the point than the operands have; the last is rounded, a half
/// away from zero.
pub(super) fn divide(left: Decimal, right: Decimal) -> Option<Decimal> {
    if right.is_zero() {
        return None;
    }
    let scale = quotient_scale(left, right).max(left.scale()).max(right.scale()).min(MOST);
    (0..=scale).rev().find_map(|scale| rounded_quotient(left, right, scale))
}

/// In digits of base 10,000, as PostgreSQL keeps numbers.
fn quotient_scale(left: Decimal, right: Decimal) -> u32 {
    let ((left_weight, left_first), (right_weight, right_first)) = (leading(left), leading(right));
    let weight = left_weight - right_weight - i32::from(left_first <= right_first);
    u32::try_from(16 - weight * 4).unwrap_or(0)
}

/// The power of 10,000 that a number's first digit of that base stands for, and that digit.
fn leading(value: Decimal) -> (i32, u128) {
    let mantissa = value.mantissa().unsigned_abs();
    let Some(last) = mantissa.checked_ilog10() else { return (0, 0) };
    let exponent = last.cast_signed() - value.scale().cast_signed();
    let weight = exponent.div_euclid(4);
    // The decimal digits of it that stand in front of those of the next one.
    let shown = exponent.rem_euclid(4).cast_unsigned();
    let first = match last.checked_sub(shown) {
        Some(others) => mantissa / 10_u128.pow(others),
        None => mantissa * 10_u128.pow(shown - last),
    };
    (weight, first)
}

/// With exactly so many digits behind the point, by long division; `None` where they are more than a decimal has.
fn rounded_quotient(left: Decimal, right: Decimal, scale: u32) -> Option<Decimal> {
    let divisor = right.mantissa().unsigned_abs();
    let dividend = left.mantissa().unsigned_abs();
    // So many digits the quotient of the mantissas wants, or has too many.
    let steps = scale.cast_signed() + right.scale().cast_signed() - left.scale().cast_signed();
    let (mut quotient, mut rest) = (dividend / divisor, dividend % divisor);
    let mut half = false;
    match u32::try_from(steps) {
        Ok(steps) => {
            for _ in 0..steps {
                // The rest is less than 96 bits, as the divisor is.
                let next = rest * 10;
                quotient = quotient.checked_mul(10)?.checked_add(next / divisor)?;
                rest = next % divisor;
            }
            half = rest * 2 >= divisor;
        }
        // The first of the digits that are cut off decides.
        Err(_) => {
            for _ in 0..steps.unsigned_abs() {
                half = quotient % 10 >= 5;
                quotient /= 10;
            }
        }
    }
    let digits = i128::try_from(quotient + u128::from(half)).ok()?;
    let is_negative = left.is_sign_negative() != right.is_sign_negative();
    Decimal::try_from_i128_with_scale(if is_negative { -digits } else { digits }, scale).ok()
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn quotients_are_those_of_postgresql() -> Result<(), rust_decimal::Error> {
        for (left, right, quotient) in [
            ("1", "3", "0.33333333333333333333"),
            ("2", "3", "0.66666666666666666667"),
            ("-2", "3", "-0.66666666666666666667"),
            ("10", "4", "2.5000000000000000"),
            ("1", "8", "0.12500000000000000000"),
            ("0", "7", "0.00000000000000000000"),
            ("12345678901234567890", "3", "4115226300411522630"),
            ("1.10", "1", "1.10000000000000000000"),
            ("0.0001", "3", "0.000033333333333333333333"),
            ("99999", "0.1", "999990.000000000000"),
            ("1", "10000", "0.000100000000000000000000"),
            ("3", "0.00000000000000000001", "300000000000000000000.00000000"),
        ] {
            let found = divide(Decimal::from_str(left)?, Decimal::from_str(right)?);
            assert_eq!(found.map(|found| found.to_string()).as_deref(), Some(quotient), "{left} / {right}");
        }
        Ok(())
    }
}
