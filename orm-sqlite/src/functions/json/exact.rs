//! Numbers as JSON writes them, with all their digits.

use std::cmp::Ordering;

/// A number: its sign, and its digits after the point of 0.…, which is moved by an exponent. Digits neither start nor end in a zero,
/// so that there is one way to write a number, and zero has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exact {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Exact {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0');
        let zeros = i64::try_from(all.len() - digits.len()).ok()?;
        let exponent = exponent.checked_add(i64::try_from(whole.len()).ok()?)?.checked_sub(zeros)?;
        let digits = digits.trim_end_matches('0').to_owned();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        Some(Self { negative, digits, exponent })
    }

    /// The whole number that it is, if so.
    pub(super) fn whole(&self) -> Option<i64> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let length = usize::try_from(self.exponent).ok()?;
        // An i64 has no more than nineteen digits.
        if self.digits.len() > length || length > 19 {
            return None;
        }
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{:0<length$}", self.digits).parse().ok()
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits)),
            (left, right) => right.cmp(&left),
        }
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (left, right) => right.cmp(&left),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<i64> {
        Exact::parse(text).and_then(|number| number.whole())
    }

    #[test]
    fn whole_numbers() {
        for (text, number) in [
            ("0", 0),
            ("-0.0", 0),
            ("0e999999999", 0),
            ("12", 12),
            ("1.20e1", 12),
            ("-3e2", -300),
            ("1200e-2", 12),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        for text in ["1.5", "0.1", "9223372036854775808", "1e400", "1e-400", "1e99999999999999999999", "x", "", "+1"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn in_order() {
        let sorted = ["-1e400", "-12", "-1.2", "-0.1", "0", "1e-400", "0.1", "0.11", "1", "1.2", "9.9", "10", "1e400"];
        let numbers: Vec<_> = sorted.iter().filter_map(|text| Exact::parse(text)).collect();
        assert_eq!(numbers.len(), sorted.len());
        assert!(numbers.is_sorted());
        assert_eq!(Exact::parse("100"), Exact::parse("1e2"));
    }
}
