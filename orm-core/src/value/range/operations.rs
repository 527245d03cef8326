//! What can be asked of ranges, by the places where they begin and end.

use super::{Cut, InvalidRange, Range, Shape, Side};

const APART: InvalidRange =
    InvalidRange("the union of the ranges would not be one range: there are values between them");
const SPLIT: InvalidRange = InvalidRange("the difference of the ranges would be two ranges");

impl<T: Ord> Range<T> {
    /// Whether a value is in it.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).contains(&1) && !Range::from(1..5).contains(&5));
    /// ```
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        self.cuts().is_some_and(|(lower, upper)| {
            lower.as_ref() <= Cut::At(value, Side::Before) && Cut::At(value, Side::After) <= upper.as_ref()
        })
    }

    /// Whether all of another range is in it; the empty one is in every range.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).contains_range(&Range::from(2..=4)));
    /// ```
    #[must_use]
    pub fn contains_range(&self, other: &Self) -> bool {
        match (self.cuts(), other.cuts()) {
            (Some(one), Some(other)) => one.0 <= other.0 && other.1 <= one.1,
            _ => other.is_empty(),
        }
    }

    /// Whether they have a value in common.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).overlaps(&Range::from(4..)));
    /// assert!(!Range::from(1..5).overlaps(&Range::from(5..)));
    /// ```
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.both(other, |one, other| one.0 < other.1 && other.0 < one.1)
    }

    /// Whether all of it is before all of the other.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).fully_lt(&Range::from(5..)));
    /// ```
    #[must_use]
    pub fn fully_lt(&self, other: &Self) -> bool {
        self.both(other, |one, other| one.1 <= other.0)
    }

    /// Whether all of it is after all of the other.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(5..).fully_gt(&Range::from(1..5)));
    /// ```
    #[must_use]
    pub fn fully_gt(&self, other: &Self) -> bool {
        other.fully_lt(self)
    }

    /// Whether it has nothing before the other.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(3..).not_lt(&Range::from(1..5)));
    /// ```
    #[must_use]
    pub fn not_lt(&self, other: &Self) -> bool {
        self.both(other, |one, other| one.0 >= other.0)
    }

    /// Whether it has nothing after the other.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(..3).not_gt(&Range::from(1..5)));
    /// ```
    #[must_use]
    pub fn not_gt(&self, other: &Self) -> bool {
        self.both(other, |one, other| one.1 <= other.1)
    }

    /// Whether one begins right where the other ends.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert!(Range::from(1..5).adjacent_to(&Range::from(5..9)));
    /// ```
    #[must_use]
    pub fn adjacent_to(&self, other: &Self) -> bool {
        self.both(other, |one, other| one.1 == other.0 || other.1 == one.0)
    }

    fn both<'r>(
        &'r self,
        other: &'r Self,
        ask: impl Fn((&'r Cut<T>, &'r Cut<T>), (&'r Cut<T>, &'r Cut<T>)) -> bool,
    ) -> bool {
        self.cuts().zip(other.cuts()).is_some_and(|(one, other)| ask(one, other))
    }
}

impl<T: Ord + Clone> Range<T> {
    /// What they have in common. Of what is no range, it is as little one.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..5).intersection(&Range::from(3..)), Range::from(3..5));
    /// ```
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        match (self.cuts(), other.cuts()) {
            (Some(one), Some(other)) => Self::between(one.0.max(other.0), one.1.min(other.1)),
            _ => [self, other].into_iter().find(|range| range.problem().is_some()).cloned().unwrap_or(Self::empty()),
        }
    }

    /// What is in either.
    ///
    /// # Errors
    /// [`InvalidRange`], where there are values between them; and where either is no range.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..3).union(&Range::from(3..5)), Ok(Range::from(1..5)));
    /// ```
    pub fn union(&self, other: &Self) -> Result<Self, InvalidRange> {
        match (self.cuts(), other.cuts()) {
            (Some(one), Some(two)) => match self.overlaps(other) || self.adjacent_to(other) {
                true => Ok(Self::between(one.0.min(two.0), one.1.max(two.1))),
                false => Err(APART),
            },
            _ => match self.problem().or(other.problem()) {
                Some(problem) => Err(problem),
                None => Ok(if self.is_empty() { other.clone() } else { self.clone() }),
            },
        }
    }

    /// What is in this one and not in the other.
    ///
    /// # Errors
    /// [`InvalidRange`], where that would be two ranges, one on each side of the other; and where either is no range.
    ///
    /// ```
    /// use orm::value::Range;
    ///
    /// assert_eq!(Range::from(1..5).difference(&Range::from(3..)), Ok(Range::from(1..3)));
    /// assert!(Range::from(1..5).difference(&Range::from(2..3)).is_err());
    /// ```
    pub fn difference(&self, other: &Self) -> Result<Self, InvalidRange> {
        if let Some(problem) = self.problem().or(other.problem()) {
            return Err(problem);
        }
        match (self.cuts(), other.cuts()) {
            (Some(one), Some(two)) if self.overlaps(other) => match (one.0 < two.0, two.1 < one.1) {
                (true, true) => Err(SPLIT),
                (true, false) => Ok(Self::between(one.0, two.0)),
                (false, _) => Ok(Self::between(two.1, one.1)),
            },
            _ => Ok(self.clone()),
        }
    }

    fn between(lower: &Cut<T>, upper: &Cut<T>) -> Self {
        Self(if lower < upper { Shape::Between(lower.clone(), upper.clone()) } else { Shape::Empty })
    }
}
