//! The order of numbers that are kept as text. It reads the text as it is, so that numbers of any length have an order.

use std::cmp::Ordering;

/// Compares as numbers. What is no number comes after all that are, in the order of its bytes.
pub(in crate::functions) fn compare(left: &str, right: &str) -> Ordering {
    match (Number::parse(left), Number::parse(right)) {
        (Some(left_number), Some(right_number)) => left_number.compare(&right_number),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// A number as 0.digits times ten to the power of its magnitude, where the first digit is not 0.
struct Number<'t> {
    negative: bool,
    magnitude: i64,
    whole: &'t [u8],
    fraction: &'t [u8],
}

impl<'t> Number<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        let (digits, exponent) = match unsigned.iter().position(|byte| matches!(byte, b'e' | b'E')) {
            Some(at) => (&unsigned[..at], std::str::from_utf8(&unsigned[at + 1..]).ok()?.parse::<i32>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match digits.iter().position(|byte| *byte == b'.') {
            Some(at) => (&digits[..at], &digits[at + 1..]),
            None => (digits, &[][..]),
        };
        let has_digits = !whole.is_empty() || !fraction.is_empty();
        if !has_digits || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
            return None;
        }
        let whole = without_leading_zeros(whole);
        let (fraction, magnitude) = if whole.is_empty() {
            let significant = without_leading_zeros(fraction);
            (significant, -length(fraction.len() - significant.len()))
        } else {
            (fraction, length(whole.len()))
        };
        Some(Self { negative, magnitude: magnitude + i64::from(exponent), whole, fraction })
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.iter().chain(self.fraction).copied()
    }

    /// -1, 0 or 1. Leading zeros are gone, so that only zero has no digit in front.
    fn sign(&self) -> i8 {
        match (self.digits().next(), self.negative) {
            (None, _) => 0,
            (Some(_), true) => -1,
            (Some(_), false) => 1,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = self.sign();
        let order = sign.cmp(&other.sign());
        if order.is_ne() || sign == 0 {
            return order;
        }
        let order = self.magnitude.cmp(&other.magnitude).then_with(|| self.compare_digits(other));
        if sign < 0 { order.reverse() } else { order }
    }

    fn compare_digits(&self, other: &Self) -> Ordering {
        let (mut left, mut right) = (self.digits(), other.digits());
        loop {
            match (left.next(), right.next()) {
                (None, None) => return Ordering::Equal,
                (left, right) => {
                    let order = left.unwrap_or(b'0').cmp(&right.unwrap_or(b'0'));
                    if order.is_ne() {
                        return order;
                    }
                }
            }
        }
    }
}

fn without_leading_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    &digits[zeros..]
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order() {
        let ordered = [
            "-1e30",
            "-100",
            "-99.5",
            "-1.01",
            "-1",
            "-0.5",
            "-0.05",
            "0",
            "0.0001",
            "0.05",
            "0.5",
            "1",
            "1.01",
            "9",
            "10",
            "10.5",
            "99999999999999999999999999999999",
            "1e40",
            "",
            "abc",
        ];
        for (i, left) in ordered.iter().enumerate() {
            for (j, right) in ordered.iter().enumerate() {
                assert_eq!(compare(left, right), i.cmp(&j), "{left:?} and {right:?}");
            }
        }
    }

    #[test]
    fn the_same_number() {
        for (left, right) in
            [("1", "1.0"), ("0", "-0.00"), ("007", "7"), ("1e2", "100"), ("+5", "5.000"), (".5", "0.5"), ("0e9", "0")]
        {
            assert_eq!(compare(left, right), Ordering::Equal, "{left} and {right}");
        }
    }
}
