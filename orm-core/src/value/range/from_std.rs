//! Ranges from those of Rust.

use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use super::{Range, RangeElement};

impl<T: RangeElement> From<std::ops::Range<T>> for Range<T> {
    fn from(range: std::ops::Range<T>) -> Self {
        Self::of(Bound::Included(range.start), Bound::Excluded(range.end))
    }
}

impl<T: RangeElement> From<RangeInclusive<T>> for Range<T> {
    fn from(range: RangeInclusive<T>) -> Self {
        let (lower, upper) = range.into_inner();
        Self::of(Bound::Included(lower), Bound::Included(upper))
    }
}

impl<T: RangeElement> From<RangeFrom<T>> for Range<T> {
    fn from(range: RangeFrom<T>) -> Self {
        Self::of(Bound::Included(range.start), Bound::Unbounded)
    }
}

impl<T: RangeElement> From<RangeTo<T>> for Range<T> {
    fn from(range: RangeTo<T>) -> Self {
        Self::of(Bound::Unbounded, Bound::Excluded(range.end))
    }
}

impl<T: RangeElement> From<RangeToInclusive<T>> for Range<T> {
    fn from(range: RangeToInclusive<T>) -> Self {
        Self::of(Bound::Unbounded, Bound::Included(range.end))
    }
}

impl<T: RangeElement> From<RangeFull> for Range<T> {
    fn from(_: RangeFull) -> Self {
        Self::all()
    }
}

impl<T: RangeElement> From<(Bound<T>, Bound<T>)> for Range<T> {
    fn from((lower, upper): (Bound<T>, Bound<T>)) -> Self {
        Self::of(lower, upper)
    }
}
