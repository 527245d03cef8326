//! Ranges as PostgreSQL writes them.

use std::convert::Infallible;
use std::fmt::{self, Write as _};

use chrono::{Datelike, NaiveDate};

use super::{Cut, Endpoint, Range, RangeElement, RangeType, Shape, Side};

/// The Julian day, by which PostgreSQL takes dates of any era, of 1970-01-01.
pub(super) const JULIAN_EPOCH: i64 = 2_440_588;
pub(super) const MICROS_PER_SECOND: i64 = 1_000_000;
pub(super) const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

impl<T: RangeElement> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&T::RANGE.text_by(self, T::to_endpoint))
    }
}

/// As text, which says all there is.
impl<T: fmt::Debug> fmt::Debug for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lower, upper) = match &self.0 {
            Shape::Empty => return f.write_str("empty"),
            Shape::Between(lower, upper) | Shape::Broken(lower, upper, _) => (lower, upper),
        };
        f.write_str(if is_at(lower, Side::Before) { "[" } else { "(" })?;
        if let Some(value) = lower.value() {
            write!(f, "{value:?}")?;
        }
        f.write_str(",")?;
        if let Some(value) = upper.value() {
            write!(f, "{value:?}")?;
        }
        f.write_str(if is_at(upper, Side::After) { "]" } else { ")" })
    }
}

fn is_at<T>(cut: &Cut<T>, wanted: Side) -> bool {
    matches!(cut, Cut::At(_, side) if *side == wanted)
}

impl RangeType {
    /// A range as PostgreSQL writes it.
    ///
    /// ```
    /// use orm::value::{Range, RangeType};
    ///
    /// assert_eq!(RangeType::Date.text(&Range::all()), "(,)");
    /// ```
    #[must_use]
    pub fn text(self, range: &Range<Endpoint>) -> String {
        self.text_by(range, |endpoint| Some(*endpoint))
    }

    /// The same of a range of what stands for its bounds. A question mark is for what stands for none, in a range that is broken.
    fn text_by<T>(self, range: &Range<T>, endpoint: impl Fn(&T) -> Option<Endpoint>) -> String {
        let (lower, upper) = match &range.0 {
            Shape::Empty => return "empty".to_owned(),
            Shape::Between(lower, upper) | Shape::Broken(lower, upper, _) => (lower, upper),
        };
        let mut out = String::with_capacity(32);
        out.push(if is_at(lower, Side::Before) { '[' } else { '(' });
        self.write(lower.value().map(&endpoint), &mut out);
        out.push(',');
        self.write(upper.value().map(&endpoint), &mut out);
        out.push(if is_at(upper, Side::After) { ']' } else { ')' });
        out
    }

    /// The same with decimals without the zeros at their end, so that equal ranges are equal as text.
    ///
    /// ```
    /// use orm::value::RangeType;
    ///
    /// let range = RangeType::Decimal.parse("[1.50,2.0]").unwrap();
    /// assert_eq!(RangeType::Decimal.plain_text(&range), "[1.5,2]");
    /// ```
    #[must_use]
    pub fn plain_text(self, range: &Range<Endpoint>) -> String {
        let plain = |endpoint| match endpoint {
            Endpoint::Decimal(number) => Endpoint::Decimal(number.normalize()),
            whole @ Endpoint::Whole(_) => whole,
        };
        match (self, range.clone().try_map(|endpoint| Ok::<_, Infallible>(plain(endpoint)))) {
            (Self::Decimal, Ok(plain)) => self.text(&plain),
            _ => self.text(range),
        }
    }

    fn write(self, bound: Option<Option<Endpoint>>, out: &mut String) {
        let Some(endpoint) = bound else { return };
        let Some(endpoint) = endpoint else { return out.push('?') };
        // Writing to a String cannot fail.
        let _ = match (endpoint, self) {
            (Endpoint::Decimal(number), _) => write!(out, "{number}"),
            (Endpoint::Whole(days), Self::Date) => in_quotes(out, |out| dated(days, out, |_| Ok(()))),
            (Endpoint::Whole(micros), Self::Timestamp) => in_quotes(out, |out| moment(micros, "", out)),
            (Endpoint::Whole(micros), Self::TimestampTz) => in_quotes(out, |out| moment(micros, "+00", out)),
            (Endpoint::Whole(number), _) => write!(out, "{number}"),
        };
    }
}

/// Writes a text in quotes where it has a blank in it.
fn in_quotes(out: &mut String, write: impl FnOnce(&mut String) -> fmt::Result) -> fmt::Result {
    let start = out.len();
    write(out)?;
    if out[start..].contains(' ') {
        out.insert(start, '"');
        out.push('"');
    }
    Ok(())
}

/// A day, what follows it, and the era where it is the one before Christ.
fn dated(days: i64, out: &mut String, rest: impl FnOnce(&mut String) -> fmt::Result) -> fmt::Result {
    let Some(date) = i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days) else {
        write!(out, "J{}", days.saturating_add(JULIAN_EPOCH))?;
        return rest(out);
    };
    let (year, era) = if date.year() > 0 { (date.year(), "") } else { (1 - date.year(), " BC") };
    write!(out, "{year:04}-{:02}-{:02}", date.month(), date.day())?;
    rest(out)?;
    out.write_str(era)
}

fn moment(micros: i64, zone: &str, out: &mut String) -> fmt::Result {
    dated(micros.div_euclid(MICROS_PER_DAY), out, |out| {
        let micros = micros.rem_euclid(MICROS_PER_DAY);
        let (seconds, fraction) = (micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
        write!(out, " {:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
        if fraction != 0 {
            let digits = format!("{fraction:06}");
            write!(out, ".{}", digits.trim_end_matches('0'))?;
        }
        out.write_str(zone)
    })
}
