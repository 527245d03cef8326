//! Ranges of values, as PostgreSQL has them.

mod element;
mod endpoint;
mod field;
mod from_std;
mod operations;
mod parse;
mod range_type;
mod text;

use std::fmt;
use std::ops::Bound;

pub use element::RangeElement;
pub use endpoint::Endpoint;
pub use range_type::RangeType;

/// All values between two bounds: a column of PostgreSQL's range types, and text of the same form on SQLite.
///
/// A range is made from Rust's own, by `into` or as it is where a field or a query takes a range. It is kept as
/// databases keep it, so that ranges of the same values are equal: of whole numbers and days with the lower bound in it and the upper one
/// not, of moments to the microsecond.
///
/// | Rust | PostgreSQL |
/// |---|---|
/// | `Range<i32>`, `Range<i64>` | int4range, int8range |
/// | `Range<Decimal>` | numrange |
/// | `Range<chrono::NaiveDate>`, `time::Date`, `jiff::civil::Date` | daterange |
/// | `Range<chrono::NaiveDateTime>`, `time::PrimitiveDateTime`, `jiff::civil::DateTime` | tsrange |
/// | `Range<chrono::DateTime<Utc>>`, `time::OffsetDateTime`, `time::UtcDateTime`, `jiff::Timestamp` | tstzrange |
///
/// As text, and so in JSON and CSV, it is written as PostgreSQL does: `[1,5)`, `(,2026-12-31)`, `empty`. Ranges are
/// ordered as there: the empty one first, then by their lower bounds, then by their upper ones.
///
/// ```
/// use std::ops::Bound;
///
/// use orm::value::Range;
///
/// let range = Range::from(1..=4);
/// assert_eq!(range, Range::from(1..5));
/// assert_eq!(range.to_string(), "[1,5)");
/// assert_eq!("(0, 4]".parse(), Ok(range.clone()));
/// assert_eq!(range.bounds(), Some((Bound::Included(&1), Bound::Excluded(&5))));
/// assert!(range.contains(&4) && range.overlaps(&Range::from(4..)) && !range.contains_range(&Range::from(..4)));
/// assert!(Range::from(3..3).is_empty());
/// ```
///
/// Bounds the wrong way round make no range. [`new`](Self::new) and `parse` give an error then; what was made by `into`
/// contains nothing, and is refused with an error where it is written.
///
/// ```
/// use std::ops::Bound;
///
/// use orm::value::{Field, Range, Value};
///
/// let error = Range::new(Bound::Included(5), Bound::Excluded(1)).unwrap_err();
/// assert_eq!(error.to_string(), "the range's lower bound is above its upper one");
/// #[allow(clippy::reversed_empty_ranges)]
/// let range = Range::from(5..1);
/// assert_eq!(range.problem(), Some(error));
/// assert!(matches!(range.to_value(), Value::Unfit(..)));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range<T>(Shape<T>);

/// In the order of PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Shape<T> {
    Empty,
    /// From one place to a later one.
    Between(Cut<T>, Cut<T>),
    /// Bounds that make no range, and why.
    Broken(Cut<T>, Cut<T>, InvalidRange),
}

/// A place between values, at which a range begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Cut<T> {
    First,
    At(T, Side),
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Side {
    Before,
    After,
}

/// Bounds that make no range, text that is none, or ranges that have none in common with what was asked for.
///
/// ```
/// use orm::value::Range;
///
/// assert!("[5,1)".parse::<Range<i32>>().is_err());
/// assert!(Range::from(1..3).union(&Range::from(4..5)).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InvalidRange(&'static str);

const REVERSED: InvalidRange = InvalidRange("the range's lower bound is above its upper one");
const NO_NEXT: InvalidRange =
    InvalidRange("the range's bound is the last value of its type, and none comes after it: leave the bound out");
const NOT_OF_THE_TYPE: InvalidRange = InvalidRange("the range's bound is not a value of its type");

impl InvalidRange {
    pub(super) const fn reason(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for InvalidRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidRange {}

impl<T> Cut<T> {
    fn lower(bound: Bound<T>) -> Self {
        match bound {
            Bound::Unbounded => Self::First,
            Bound::Included(value) => Self::At(value, Side::Before),
            Bound::Excluded(value) => Self::At(value, Side::After),
        }
    }

    fn upper(bound: Bound<T>) -> Self {
        match bound {
            Bound::Unbounded => Self::Last,
            Bound::Included(value) => Self::At(value, Side::After),
            Bound::Excluded(value) => Self::At(value, Side::Before),
        }
    }

    fn as_ref(&self) -> Cut<&T> {
        match self {
            Self::First => Cut::First,
            Self::At(value, side) => Cut::At(value, *side),
            Self::Last => Cut::Last,
        }
    }

    fn try_map<U, E>(self, map: &impl Fn(T) -> Result<U, E>) -> Result<Cut<U>, E> {
        Ok(match self {
            Self::First => Cut::First,
            Self::At(value, side) => Cut::At(map(value)?, side),
            Self::Last => Cut::Last,
        })
    }

    fn value(&self) -> Option<&T> {
        match self {
            Self::At(value, _) => Some(value),
            Self::First | Self::Last => None,
        }
    }

    fn bound(&self, included: Side) -> Bound<&T> {
        match self {
            Self::At(value, side) if *side == included => Bound::Included(value),
            Self::At(value, _) => Bound::Excluded(value),
            Self::First | Self::Last => Bound::Unbounded,
        }
    }
}

impl<T> Range<T> {
    /// The range that no value is in.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::<i64>::empty().to_string(), "empty");
    /// ```
    #[must_use]
    pub const fn empty() -> Self {
        Self(Shape::Empty)
    }

    /// The range that every value is in.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::<i64>::all(), (..).into());
    /// ```
    #[must_use]
    pub const fn all() -> Self {
        Self(Shape::Between(Cut::First, Cut::Last))
    }

    /// Whether no value is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self.0, Shape::Empty)
    }

    /// Why it is no range, where it was made from bounds that make none. Every database refuses it for that.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).problem().is_none());
    /// assert!(Range::from(1..=i32::MAX).problem().is_some());
    /// ```
    #[must_use]
    pub const fn problem(&self) -> Option<InvalidRange> {
        match self.0 {
            Shape::Broken(_, _, problem) => Some(problem),
            _ => None,
        }
    }

    /// The lower bound's value; none where there is no such bound, or nothing in the range.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..5).lower(), Some(&1));
    /// assert_eq!(Range::from(..5).lower(), None);
    /// ```
    #[must_use]
    pub fn lower(&self) -> Option<&T> {
        self.cuts().and_then(|(lower, _)| lower.value())
    }

    /// The upper bound's value; none where there is no such bound, or nothing in the range.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..=4).upper(), Some(&5));
    /// ```
    #[must_use]
    pub fn upper(&self) -> Option<&T> {
        self.cuts().and_then(|(_, upper)| upper.value())
    }

    /// Both bounds; none where nothing is in the range.
    ///
    /// ```
    /// use std::ops::Bound;
    ///
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..).bounds(), Some((Bound::Included(&1), Bound::Unbounded)));
    /// assert_eq!(Range::from(1..1).bounds(), None);
    /// ```
    #[must_use]
    pub fn bounds(&self) -> Option<(Bound<&T>, Bound<&T>)> {
        self.cuts().map(|(lower, upper)| (lower.bound(Side::Before), upper.bound(Side::After)))
    }

    /// Whether it has a lower bound that is in it.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).lower_inc() && !Range::from(..5).lower_inc());
    /// ```
    #[must_use]
    pub fn lower_inc(&self) -> bool {
        matches!(self.bounds(), Some((Bound::Included(_), _)))
    }

    /// Whether it has an upper bound that is in it, which is never so of whole numbers and days.
    ///
    /// ```
    /// use orm::value::Range;
    /// use rust_decimal::Decimal;
    ///
    /// assert!(Range::from(Decimal::ONE..=Decimal::TEN).upper_inc() && !Range::from(1..=5).upper_inc());
    /// ```
    #[must_use]
    pub fn upper_inc(&self) -> bool {
        matches!(self.bounds(), Some((_, Bound::Included(_))))
    }

    /// Whether it has no lower bound. The empty range has neither a bound nor none.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(..5).lower_inf() && !Range::<i32>::empty().lower_inf());
    /// ```
    #[must_use]
    pub fn lower_inf(&self) -> bool {
        matches!(self.bounds(), Some((Bound::Unbounded, _)))
    }

    /// Whether it has no upper bound.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(5..).upper_inf());
    /// ```
    #[must_use]
    pub fn upper_inf(&self) -> bool {
        matches!(self.bounds(), Some((_, Bound::Unbounded)))
    }

    fn cuts(&self) -> Option<(&Cut<T>, &Cut<T>)> {
        match &self.0 {
            Shape::Between(lower, upper) => Some((lower, upper)),
            Shape::Empty | Shape::Broken(..) => None,
        }
    }

    fn try_map<U, E>(self, map: impl Fn(T) -> Result<U, E>) -> Result<Range<U>, E> {
        Ok(Range(match self.0 {
            Shape::Empty => Shape::Empty,
            Shape::Between(lower, upper) => Shape::Between(lower.try_map(&map)?, upper.try_map(&map)?),
            Shape::Broken(lower, upper, problem) => Shape::Broken(lower.try_map(&map)?, upper.try_map(&map)?, problem),
        }))
    }
}

impl<T: RangeElement> Range<T> {
    /// The range between two bounds.
    ///
    /// # Errors
    /// [`InvalidRange`], where the lower bound is above the upper one; and where a bound of whole numbers or days is the last value
    /// of its type, because databases keep the one after it.
    ///
    /// ```
    /// use std::ops::Bound;
    ///
    /// use orm::value::Range;
    ///
    /// let range = Range::new(Bound::Excluded(1), Bound::Included(4))?;
    /// assert_eq!(range, Range::from(2..5));
    /// # Ok::<(), orm::value::InvalidRange>(())
    /// ```
    pub fn new(lower: Bound<T>, upper: Bound<T>) -> Result<Self, InvalidRange> {
        match Self::of(lower, upper) {
            Self(Shape::Broken(_, _, problem)) => Err(problem),
            range => Ok(range),
        }
    }

    /// The range as databases keep it.
    fn kept(lower: Bound<&T>, upper: Bound<&T>) -> Result<Self, InvalidRange> {
        let (lower, upper) = (to_endpoint(lower)?, to_endpoint(upper)?);
        T::RANGE.range(lower, upper)?.try_map(T::from_endpoint).map_err(|_| {
            // The calendars of some types end before the database's.
            match [lower, upper].into_iter().all(is_read::<T>) {
                true => NO_NEXT,
                false => NOT_OF_THE_TYPE,
            }
        })
    }

    /// The range between two bounds, or what remembers why they make none.
    fn of(lower: Bound<T>, upper: Bound<T>) -> Self {
        match Self::kept(lower.as_ref(), upper.as_ref()) {
            Ok(range) => range,
            Err(problem) => Self(Shape::Broken(Cut::lower(lower), Cut::upper(upper), problem)),
        }
    }

    /// The range of what stands for its values, unless it is none.
    fn endpoints(&self) -> Result<Range<Endpoint>, InvalidRange> {
        let cut = |cut: &Cut<T>| cut.as_ref().try_map(&|value| value.to_endpoint().ok_or(NOT_OF_THE_TYPE));
        Ok(Range(match &self.0 {
            Shape::Empty => Shape::Empty,
            Shape::Between(lower, upper) => Shape::Between(cut(lower)?, cut(upper)?),
            Shape::Broken(_, _, problem) => return Err(*problem),
        }))
    }
}

fn to_endpoint<T: RangeElement>(bound: Bound<&T>) -> Result<Bound<Endpoint>, InvalidRange> {
    Ok(match bound {
        Bound::Included(value) => Bound::Included(value.to_endpoint().ok_or(NOT_OF_THE_TYPE)?),
        Bound::Excluded(value) => Bound::Excluded(value.to_endpoint().ok_or(NOT_OF_THE_TYPE)?),
        Bound::Unbounded => Bound::Unbounded,
    })
}

fn is_read<T: RangeElement>(bound: Bound<Endpoint>) -> bool {
    match bound {
        Bound::Included(endpoint) | Bound::Excluded(endpoint) => T::from_endpoint(endpoint).is_ok(),
        Bound::Unbounded => true,
    }
}
