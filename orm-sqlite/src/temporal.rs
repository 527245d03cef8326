//! Days and times as text of a fixed width, so that the order of the text is the order of time.

use chrono::{Datelike, NaiveDate};

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// The text of a day, a time or a moment, kept on the stack.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Text {
    /// The longest is `2026-01-31 23:59:59.000001+00:00`.
    const CAPACITY: usize = 32;

    fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], length: 0 }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    /// Writes the last `width` digits of a number.
    fn digits(&mut self, number: u32, width: usize) {
        let end = self.length + width;
        let mut rest = number;
        for byte in self.bytes[self.length..end].iter_mut().rev() {
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        self.length = end;
    }

    fn date(&mut self, days: i32) -> Option<()> {
        let date = NaiveDate::from_epoch_days(days)?;
        let year = u32::try_from(date.year()).ok().filter(|year| *year <= 9_999)?;
        self.digits(year, 4);
        self.push(b'-');
        self.digits(date.month(), 2);
        self.push(b'-');
        self.digits(date.day(), 2);
        Some(())
    }

    fn time(&mut self, micros: i64) -> Option<()> {
        if !(0..MICROS_PER_DAY).contains(&micros) {
            return None;
        }
        let seconds = u32::try_from(micros / MICROS_PER_SECOND).ok()?;
        self.digits(seconds / 3_600, 2);
        self.push(b':');
        self.digits(seconds / 60 % 60, 2);
        self.push(b':');
        self.digits(seconds % 60, 2);
        self.push(b'.');
        self.digits(u32::try_from(micros % MICROS_PER_SECOND).ok()?, 6);
        Some(())
    }

    fn timestamp(&mut self, micros: i64) -> Option<()> {
        self.date(i32::try_from(micros.div_euclid(MICROS_PER_DAY)).ok()?)?;
        self.push(b' ');
        self.time(micros.rem_euclid(MICROS_PER_DAY))
    }
}

/// A day, in days since 1970-01-01; `None` outside the years 0 to 9999.
pub(crate) fn write_date(days: i32) -> Option<Text> {
    let mut text = Text::new();
    text.date(days)?;
    Some(text)
}

/// A time of day, in microseconds since midnight; `None` where it is not within a day.
pub(crate) fn write_time(micros: i64) -> Option<Text> {
    let mut text = Text::new();
    text.time(micros)?;
    Some(text)
}

/// A day and time, in microseconds since 1970; `None` outside the years 0 to 9999.
pub(crate) fn write_timestamp(micros: i64) -> Option<Text> {
    let mut text = Text::new();
    text.timestamp(micros)?;
    Some(text)
}

/// A moment, in microseconds since 1970 UTC; `None` outside the years 0 to 9999.
pub(crate) fn write_timestamp_tz(micros: i64) -> Option<Text> {
    let mut text = write_timestamp(micros)?;
    for byte in *b"+00:00" {
        text.push(byte);
    }
    Some(text)
}

/// Reads `2026-01-31`.
pub(crate) fn parse_date(text: &[u8]) -> Option<i32> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let year = number(&[*y1, *y2, *y3, *y4])?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)?;
    Some(date.to_epoch_days())
}

/// Reads `23:59:59`, with or without a fraction of up to six digits.
pub(crate) fn parse_time(text: &[u8]) -> Option<i64> {
    let (clock, fraction) = text.split_at_checked(8)?;
    let [h1, h2, b':', m1, m2, b':', s1, s2] = clock else { return None };
    let (hours, minutes, seconds) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?, number(&[*s1, *s2])?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let micros = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=6).contains(&digits.len()) => {
            let missing = u32::try_from(6 - digits.len()).ok()?;
            number(digits)? * 10_u32.pow(missing)
        }
        _ => return None,
    };
    Some(i64::from(hours * 3_600 + minutes * 60 + seconds) * MICROS_PER_SECOND + i64::from(micros))
}

/// Reads `2026-01-31 23:59:59`, with a `T` in the middle or a blank, and with or without a fraction.
///
/// A zone is taken where it says UTC: SQLite has no type for either kind of timestamp, so a moment may stand where a
/// plain one is read, and the other way round.
pub(crate) fn parse_timestamp(text: &[u8]) -> Option<i64> {
    let text = text.strip_suffix(b"+00:00").or_else(|| text.strip_suffix(b"Z")).unwrap_or(text);
    let (date, rest) = text.split_at_checked(10)?;
    let [b' ' | b'T', time @ ..] = rest else { return None };
    Some(i64::from(parse_date(date)?) * MICROS_PER_DAY + parse_time(time)?)
}

/// A number of at most six digits.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: Option<Text>) -> Option<String> {
        text.map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned())
    }

    #[test]
    fn fixed_widths() {
        assert_eq!(shown(write_date(0)).as_deref(), Some("1970-01-01"));
        assert_eq!(shown(write_date(-719_528)).as_deref(), Some("0000-01-01"));
        assert_eq!(shown(write_date(2_932_896)).as_deref(), Some("9999-12-31"));
        assert_eq!(shown(write_time(1)).as_deref(), Some("00:00:00.000001"));
        assert_eq!(shown(write_timestamp(-1)).as_deref(), Some("1969-12-31 23:59:59.999999"));
        assert_eq!(shown(write_timestamp_tz(0)).as_deref(), Some("1970-01-01 00:00:00.000000+00:00"));
    }

    #[test]
    fn what_has_no_text() {
        assert!(write_date(-719_529).is_none());
        assert!(write_date(2_932_897).is_none());
        assert!(write_date(i32::MAX).is_none());
        assert!(write_time(-1).is_none());
        assert!(write_time(MICROS_PER_DAY).is_none());
        assert!(write_timestamp(i64::MIN).is_none());
        assert!(write_timestamp_tz(i64::MAX).is_none());
    }

    #[test]
    fn there_and_back() {
        for days in (-719_528..=2_932_896).step_by(977) {
            assert_eq!(write_date(days).and_then(|text| parse_date(text.as_bytes())), Some(days));
            let micros = i64::from(days) * MICROS_PER_DAY + 86_399_999_999 - i64::from(days.unsigned_abs());
            assert_eq!(write_timestamp(micros).and_then(|text| parse_timestamp(text.as_bytes())), Some(micros));
            assert_eq!(write_timestamp_tz(micros).and_then(|text| parse_timestamp(text.as_bytes())), Some(micros));
        }
    }

    #[test]
    fn other_ways_to_write_it() {
        let expected = Some(1_500_000);
        for text in ["1970-01-01 00:00:01.5", "1970-01-01T00:00:01.500000Z", "1970-01-01T00:00:01.50+00:00"] {
            assert_eq!(parse_timestamp(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(parse_timestamp(b"1970-01-01 00:00:01"), Some(1_000_000));
    }

    #[test]
    fn what_is_refused() {
        for text in [
            "",
            "1970-01-01",
            "1970-02-30 00:00:00",
            "1970-01-01 24:00:00",
            "1970-01-01 00:00:60",
            "1970-01-01 00:00",
            "1970-01-01 00:00:00.",
            "1970-01-01 00:00:00.1234567",
            "1970-01-01 00:00:00+02:00",
            "1970-01-01 00:00:00 ",
            "1970-01-0x 00:00:00",
            "\u{e9}970-01-01 00:00:00",
        ] {
            assert_eq!(parse_timestamp(text.as_bytes()), None, "{text}");
        }
    }
}
