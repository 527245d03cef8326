//! Spans of time in the way of ISO 8601, each part with a sign of its own.

use std::fmt;
use std::str::FromStr;

use super::{Interval, InvalidInterval};

const MICROS_PER_SECOND: u64 = 1_000_000;
const NOT_ONE: InvalidInterval = InvalidInterval("this is no span of time, such as P1M2DT3.5S");

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if self.months != 0 {
            write!(f, "{}M", self.months)?;
        }
        if self.days != 0 {
            write!(f, "{}D", self.days)?;
        }
        if self.microseconds == 0 && (self.months, self.days) != (0, 0) {
            return Ok(());
        }
        let sign = if self.microseconds < 0 { "-" } else { "" };
        let size = self.microseconds.unsigned_abs();
        write!(f, "T{sign}{}", size / MICROS_PER_SECOND)?;
        let fraction = format!("{:06}", size % MICROS_PER_SECOND);
        match fraction.trim_end_matches('0') {
            "" => f.write_str("S"),
            digits => write!(f, ".{digits}S"),
        }
    }
}

/// Takes years, weeks, hours and minutes as well.
impl FromStr for Interval {
    type Err = InvalidInterval;

    fn from_str(text: &str) -> Result<Self, InvalidInterval> {
        let text = text.strip_prefix('P').ok_or(NOT_ONE)?;
        let (days, time) = match text.split_once('T') {
            Some((_, "")) => return Err(NOT_ONE),
            Some((days, time)) => (days, time),
            None if text.is_empty() => return Err(NOT_ONE),
            None => (text, ""),
        };
        let mut span = (0_i64, 0_i64, 0_i128);
        for (number, unit) in parts(days) {
            let number: i64 = number.parse().map_err(|_| NOT_ONE)?;
            match unit {
                'Y' => span.0 += i64::from(i32::try_from(number).map_err(|_| NOT_ONE)?) * 12,
                'M' => span.0 += i64::from(i32::try_from(number).map_err(|_| NOT_ONE)?),
                'W' => span.1 += i64::from(i32::try_from(number).map_err(|_| NOT_ONE)?) * 7,
                'D' => span.1 += i64::from(i32::try_from(number).map_err(|_| NOT_ONE)?),
                _ => return Err(NOT_ONE),
            }
        }
        for (number, unit) in parts(time) {
            let seconds = match unit {
                'H' => 3_600,
                'M' => 60,
                'S' => 1,
                _ => return Err(NOT_ONE),
            };
            span.2 += i128::from(micros(number).ok_or(NOT_ONE)?) * seconds;
        }
        Ok(Self {
            months: i32::try_from(span.0).map_err(|_| NOT_ONE)?,
            days: i32::try_from(span.1).map_err(|_| NOT_ONE)?,
            microseconds: i64::try_from(span.2).map_err(|_| NOT_ONE)?,
        })
    }
}

/// Numbers with the letter after each. Digits without one are given with a blank.
fn parts(text: &str) -> impl Iterator<Item = (&str, char)> {
    text.split_inclusive(|c: char| c.is_ascii_alphabetic()).map(|part| match part.char_indices().next_back() {
        Some((at, unit)) if unit.is_ascii_alphabetic() => (&part[..at], unit),
        _ => (part, ' '),
    })
}

/// Seconds with up to six digits after the point, in microseconds.
fn micros(seconds: &str) -> Option<i64> {
    let (negative, size) = seconds.strip_prefix('-').map_or((false, seconds), |size| (true, size));
    let (whole, fraction) = size.split_once('.').unwrap_or((size, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 6 {
        return None;
    }
    let number: i128 = format!("{whole}{fraction:0<6}").parse().ok()?;
    i64::try_from(if negative { -number } else { number }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for (months, days, microseconds, text) in [
            (0, 0, 0, "PT0S"),
            (-1, 2, -3_000_001, "P-1M2DT-3.000001S"),
            (14, 0, 0, "P14M"),
            (0, -1, 0, "P-1D"),
            (i32::MIN, i32::MAX, i64::MIN, "P-2147483648M2147483647DT-9223372036854.775808S"),
            (0, 0, i64::MAX, "PT9223372036854.775807S"),
            (0, 0, -1, "PT-0.000001S"),
        ] {
            let span = Interval { months, days, microseconds };
            assert_eq!(span.to_string(), text);
            assert_eq!(text.parse(), Ok(span));
        }
        assert_eq!("P1Y2W1DT1H1M".parse(), Ok(Interval { months: 12, days: 15, microseconds: 3_660_000_000 }));
    }

    #[test]
    fn what_is_none() {
        for text in ["", "P", "PT", "1D", "P1", "P1S", "PT1D", "PTS", "PT1.S", "PT1.0000001S", "P1.5D", "P3000000000D"]
        {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }
}
