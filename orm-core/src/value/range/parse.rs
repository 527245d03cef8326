//! Ranges from the text in which PostgreSQL writes them.

use std::ops::Bound;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::text::{JULIAN_EPOCH, MICROS_PER_DAY, MICROS_PER_SECOND};
use super::{Endpoint, InvalidRange, NOT_OF_THE_TYPE, Range, RangeElement, RangeType};

const NOT_ONE: InvalidRange = InvalidRange("this is no range, such as [1,5)");

/// Takes what PostgreSQL writes, but for bounds that are called infinite: leave them out.
impl<T: RangeElement> FromStr for Range<T> {
    type Err = InvalidRange;

    fn from_str(text: &str) -> Result<Self, InvalidRange> {
        T::RANGE.parse(text)?.try_map(T::from_endpoint).map_err(|_| NOT_OF_THE_TYPE)
    }
}

impl RangeType {
    /// The range of this type that a text stands for.
    ///
    /// # Errors
    /// [`InvalidRange`], where it stands for none.
    ///
    /// ```
    /// use orm::value::RangeType;
    ///
    /// let range = RangeType::Date.parse("[2026-01-01,2026-12-31]").unwrap();
    /// assert_eq!(RangeType::Date.text(&range), "[2026-01-01,2027-01-01)");
    /// ```
    pub fn parse(self, text: &str) -> Result<Range<Endpoint>, InvalidRange> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("empty") {
            return Ok(Range::empty());
        }
        let (is_lower_in, rest) = match (text.strip_prefix('['), text.strip_prefix('(')) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(NOT_ONE),
        };
        let (lower, rest) = bound_text(rest, &[','])?;
        let (upper, rest) = bound_text(rest.strip_prefix(',').ok_or(NOT_ONE)?, &[')', ']'])?;
        let is_upper_in = match rest {
            "]" => true,
            ")" => false,
            _ => return Err(NOT_ONE),
        };
        self.range(self.bound(lower, is_lower_in)?, self.bound(upper, is_upper_in)?)
    }

    fn bound(self, text: Option<String>, included: bool) -> Result<Bound<Endpoint>, InvalidRange> {
        let Some(text) = text else { return Ok(Bound::Unbounded) };
        let endpoint = self.endpoint(text.trim()).ok_or(NOT_OF_THE_TYPE)?;
        Ok(if included { Bound::Included(endpoint) } else { Bound::Excluded(endpoint) })
    }

    fn endpoint(self, text: &str) -> Option<Endpoint> {
        Some(match self {
            Self::Integer => Endpoint::Whole(text.parse::<i32>().ok()?.into()),
            Self::BigInt => Endpoint::Whole(text.parse().ok()?),
            Self::Decimal => Endpoint::Decimal(Decimal::from_str_exact(text).ok()?),
            Self::Date => Endpoint::Whole(before_christ(text, date)?),
            Self::Timestamp => Endpoint::Whole(before_christ(text, timestamp)?),
            Self::TimestampTz => Endpoint::Whole(before_christ(text, moment)?),
        })
    }
}

/// A bound's text up to one of these, and what is left; none where nothing is written.
fn bound_text<'t>(text: &'t str, ends: &[char]) -> Result<(Option<String>, &'t str), InvalidRange> {
    let (mut bound, mut is_quoted, mut was_quoted) = (String::new(), false, false);
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => bound.push(characters.next().ok_or(NOT_ONE)?.1),
            // Twice inside of quotes is one itself.
            '"' if is_quoted && text[at + 1..].starts_with('"') => {
                characters.next();
                bound.push('"');
            }
            '"' => {
                is_quoted = !is_quoted;
                was_quoted = true;
            }
            end if !is_quoted && ends.contains(&end) => {
                let is_there = was_quoted || !bound.is_empty();
                return Ok((is_there.then_some(bound), &text[at..]));
            }
            '(' | ')' | '[' | ']' | ',' if !is_quoted => return Err(NOT_ONE),
            other => bound.push(other),
        }
    }
    Err(NOT_ONE)
}

/// Reads the rest by the function, which is told whether it is of the era before Christ.
fn before_christ(text: &str, read: fn(&str, bool) -> Option<i64>) -> Option<i64> {
    match text.strip_suffix(" BC") {
        Some(text) => read(text.trim_end(), true),
        None => read(text, false),
    }
}

fn number(digits: &str) -> Option<i64> {
    let is_one = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_one.then(|| digits.parse().ok()).flatten()
}

/// Days since 1970. Years that have a sign are counted with a year 0.
fn date(text: &str, is_bc: bool) -> Option<i64> {
    if let Some(julian) = text.strip_prefix('J') {
        return number(julian)?.checked_sub(JULIAN_EPOCH);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut parts = text.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let year = match is_bc {
        true if sign < 0 || year == 0 => return None,
        true => 1 - year,
        false => sign * year,
    };
    if parts.next().is_some() {
        return None;
    }
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).map(|date| date.to_epoch_days().into())
}

/// Microseconds since midnight.
fn clock(text: &str) -> Option<i64> {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = text.split(':').map(number);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 || fraction.len() > 6 {
        return None;
    }
    let fraction = number(&format!("{fraction:0<6}"))?;
    Some((hours * 3_600 + minutes * 60 + seconds) * MICROS_PER_SECOND + fraction)
}

/// A day alone is its first moment.
fn timestamp(text: &str, is_bc: bool) -> Option<i64> {
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, clock(time)?),
        None => (text, 0),
    };
    date(day, is_bc)?.checked_mul(MICROS_PER_DAY)?.checked_add(time)
}

/// Without an offset, it is that of UTC.
fn moment(text: &str, is_bc: bool) -> Option<i64> {
    let time_at = text.find([' ', 'T']).unwrap_or(text.len());
    let (text, offset) = match text[time_at..].find(['+', '-', 'Z', 'z']) {
        Some(at) => text.split_at(time_at + at),
        None => (text, ""),
    };
    timestamp(text.trim_end(), is_bc)?.checked_sub(offset_of(offset)?)
}

/// What is ahead of UTC: `+02`, `+02:30`, `+0230`, `Z`.
fn offset_of(text: &str) -> Option<i64> {
    let (sign, digits) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(digits), _) => (1, digits),
        (_, Some(digits)) => (-1, digits),
        _ => return matches!(text, "" | "Z" | "z").then_some(0),
    };
    let (hours, rest) = digits.split_at_checked(2)?;
    let minutes = match rest.strip_prefix(':').unwrap_or(rest) {
        "" if rest.is_empty() => "00",
        minutes => minutes,
    };
    let has_two_digits = minutes.len() == 2;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (has_two_digits && hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60) * MICROS_PER_SECOND)
}
