//! Random ranges beside the sets of the points that are in them: both databases and `Range` itself give the answers that the sets do.

use std::ops::Bound;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use orm::prelude::*;
use orm::value::{Range, RangeElement};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use rust_decimal::Decimal;

const PAIRS: i64 = 2_000;
/// Bounds are from 0 to this, and points one further on each side, by halves.
const LAST: i32 = 4;
const POINTS: i32 = 2 * (LAST + 1) + 3;

/// A type whose values are numbered by halves; one that goes by whole steps has none between them.
trait Numbered: RangeElement {
    const WHOLE: bool;

    /// The value with this number, from -1.
    fn at(half: i32) -> Option<Self>;
}

fn whole(half: i32) -> Option<i32> {
    (half % 2 == 0).then_some(half / 2)
}

impl Numbered for i32 {
    const WHOLE: bool = true;

    fn at(half: i32) -> Option<Self> {
        whole(half)
    }
}

impl Numbered for i64 {
    const WHOLE: bool = true;

    fn at(half: i32) -> Option<Self> {
        whole(half).map(Into::into)
    }
}

impl Numbered for Decimal {
    const WHOLE: bool = false;

    fn at(half: i32) -> Option<Self> {
        Some(Decimal::new(i64::from(half) * 5, 1))
    }
}

impl Numbered for NaiveDate {
    const WHOLE: bool = true;

    fn at(half: i32) -> Option<Self> {
        Some(NaiveDate::from_ymd_opt(1999, 12, 30)? + TimeDelta::days(whole(half)?.into()))
    }
}

impl Numbered for NaiveDateTime {
    const WHOLE: bool = false;

    fn at(half: i32) -> Option<Self> {
        Some(
            NaiveDate::from_ymd_opt(1999, 12, 31)?.and_hms_opt(23, 59, 59)?
                + TimeDelta::milliseconds((half * 500).into()),
        )
    }
}

impl Numbered for DateTime<Utc> {
    const WHOLE: bool = false;

    fn at(half: i32) -> Option<Self> {
        Some(DateTime::from_timestamp(-2, 0)? + TimeDelta::microseconds(half.into()))
    }
}

/// Bounds as they were written down; none is the empty range.
type Written = Option<(Bound<i32>, Bound<i32>)>;

/// The numbers of the points in it.
#[derive(Debug, Clone, PartialEq)]
struct Points(Vec<i32>);

impl Points {
    fn of<T: Numbered>(written: Written) -> Self {
        let Some((lower, upper)) = written else { return Self(Vec::new()) };
        let is_in = |half: &i32| {
            let after = match lower {
                Bound::Included(low) => *half >= 2 * low,
                Bound::Excluded(low) => *half > 2 * low,
                Bound::Unbounded => true,
            };
            let before = match upper {
                Bound::Included(high) => *half <= 2 * high,
                Bound::Excluded(high) => *half < 2 * high,
                Bound::Unbounded => true,
            };
            after && before
        };
        Self((-2..POINTS - 2).filter(|half| T::at(*half).is_some()).filter(is_in).collect())
    }

    fn read<T: Numbered>(range: &Range<T>) -> Self {
        Self((-2..POINTS - 2).filter(|half| T::at(*half).is_some_and(|value| range.contains(&value))).collect())
    }

    fn holds(&self, other: &Self) -> bool {
        other.0.iter().all(|point| self.0.contains(point))
    }

    fn ends<'p>(&'p self, other: &'p Self) -> Option<[i32; 4]> {
        Some([*self.0.first()?, *self.0.last()?, *other.0.first()?, *other.0.last()?])
    }

    fn of_both(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Self {
        let is_in = |half: &i32| keep(self.0.contains(half), other.0.contains(half));
        Self((-2..POINTS - 2).filter(is_in).collect())
    }

    /// Whether there is no gap in them.
    fn is_one<T: Numbered>(&self) -> bool {
        let step = if T::WHOLE { 2 } else { 1 };
        self.0.is_sorted_by(|one, next| one + step == *next)
    }
}

/// What is asked of two ranges and a value, in this order by all.
fn expected<T: Numbered>(left: Written, right: Written, value: i32) -> Vec<bool> {
    let (one, other) = (Points::of::<T>(left), Points::of::<T>(right));
    let step = if T::WHOLE { 2 } else { 1 };
    let ends = |ask: fn([i32; 4], i32) -> bool| one.ends(&other).is_some_and(|ends| ask(ends, step));
    let is = |lower: bool, bound: fn(&Bound<i32>) -> bool| {
        !one.0.is_empty() && left.is_some_and(|(low, high)| bound(if lower { &low } else { &high }))
    };
    let included = |bound: &Bound<i32>| matches!(bound, Bound::Included(_));
    let unbounded = |bound: &Bound<i32>| matches!(bound, Bound::Unbounded);
    vec![
        one.0.contains(&(2 * value)),
        one.holds(&other),
        other.holds(&one),
        !one.of_both(&other, |one, other| one && other).0.is_empty(),
        // A point further on each side stands for all that are there.
        ends(|[_, last, first, _], _| last < first),
        ends(|[first, _, _, last], _| first > last),
        ends(|[first, _, other, _], _| first >= other),
        ends(|[_, last, _, other], _| last <= other),
        ends(|[first, last, other_first, other_last], step| last + step == other_first || other_last + step == first),
        one.0.is_empty(),
        if T::WHOLE { !one.0.is_empty() && !is(true, unbounded) } else { is(true, included) },
        !T::WHOLE && is(false, included),
        is(true, unbounded),
        is(false, unbounded),
    ]
}

fn in_memory<T: Numbered>(left: &Range<T>, right: &Range<T>, value: &T) -> Vec<bool> {
    vec![
        left.contains(value),
        left.contains_range(right),
        right.contains_range(left),
        left.overlaps(right),
        left.fully_lt(right),
        left.fully_gt(right),
        left.not_lt(right),
        left.not_gt(right),
        left.adjacent_to(right),
        left.is_empty(),
        left.lower_inc(),
        left.upper_inc(),
        left.lower_inf(),
        left.upper_inf(),
    ]
}

fn written() -> impl Strategy<Value = Written> {
    let bound = |kind: u8, value| match kind {
        0 => Bound::Included(value),
        1 => Bound::Excluded(value),
        _ => Bound::Unbounded,
    };
    (0..=LAST, 0..=LAST, 0..5_u8, 0..5_u8, 0..12_u8).prop_map(move |(one, other, lower, upper, rest)| {
        (rest > 0).then(|| (bound(lower % 3, one.min(other)), bound(upper % 3, one.max(other))))
    })
}

fn range<T: Numbered>(written: Written) -> Range<T> {
    let value = |number: i32| T::at(2 * number).unwrap();
    written.map_or(Range::empty(), |(lower, upper)| Range::new(lower.map(value), upper.map(value)).unwrap())
}

fn pairs() -> Vec<(Written, Written, i32)> {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(20_261_122), ..Config::default() });
    let pairs = (written(), written(), -1..=LAST + 1);
    (0..PAIRS).map(|_| pairs.new_tree(&mut runner).unwrap().current()).collect()
}

macro_rules! as_points {
    ($($name:ident($table:literal, $ty:ty);)*) => {$(
        mod $name {
            use super::*;

            #[derive(Model, Debug)]
            #[orm(table = $table)]
            struct Pair {
                #[orm(primary_key)]
                id: i64,
                left: Range<$ty>,
                right: Option<Range<$ty>>,
                value: $ty,
            }

            #[orm::test(sqlite, postgres, models(Pair))]
            async fn as_points() -> orm::Result<()> {
                let pairs = pairs();
                let rows = (0_i64..).zip(&pairs).map(|(id, (left, right, value))| {
                    let right: Range<$ty> = range(*right);
                    let value = <$ty>::at(2 * value).unwrap();
                    Pair::create().id(id).left(range(*left)).right(right).value(value)
                });
                Pair::bulk_create(rows.collect::<Vec<_>>()).await?;
                let answers = Pair::all().order_by(|p| p.id).values(|p| {
                    (
                        (p.left.contains(p.value), p.left.contains(p.right), p.left.contained_by(p.right), p.left.overlaps(p.right)),
                        (p.left.fully_lt(p.right), p.left.fully_gt(p.right), p.left.not_lt(p.right), p.left.not_gt(p.right)),
                        (p.left.adjacent_to(p.right), p.left.is_empty(), p.left.lower_inc(), p.left.upper_inc()),
                        (p.left.lower_inf(), p.left.upper_inf(), p.left.lower(), p.left.upper()),
                        p.left.intersection(p.right),
                    )
                });
                let (mut of_union, mut of_difference) = (Vec::new(), Vec::new());
                for (id, (row, (left, right, value))) in (0_i64..).zip(answers.await?.into_iter().zip(&pairs)) {
                    let (a, b, c, d, intersection) = row;
                    let found = [a.0, a.1, a.2, a.3, b.0, b.1, b.2, b.3, c.0, c.1, c.2, c.3, d.0, d.1].map(|is| is.unwrap());
                    let expected = expected::<$ty>(*left, *right, *value);
                    let (one, other): (Range<$ty>, Range<$ty>) = (range(*left), range(*right));
                    assert_eq!(found.to_vec(), expected, "{one} and {other} and {value}");
                    assert_eq!(in_memory(&one, &other, &<$ty>::at(2 * value).unwrap()), expected, "{one} and {other} and {value}");
                    assert_eq!((d.2.as_ref(), d.3.as_ref()), (one.lower(), one.upper()), "{one}");

                    let (points, others) = (Points::of::<$ty>(*left), Points::of::<$ty>(*right));
                    let common = points.of_both(&others, |one, other| one && other);
                    assert_eq!(intersection, Some(one.intersection(&other)));
                    assert_eq!(Points::read(&one.intersection(&other)), common, "{one} * {other}");
                    let all = points.of_both(&others, |one, other| one || other);
                    assert_eq!(one.union(&other).is_ok(), all.is_one::<$ty>(), "{one} + {other}");
                    if let Ok(union) = one.union(&other) {
                        assert_eq!(Points::read(&union), all, "{one} + {other}");
                        of_union.push((id, union));
                    }
                    let rest = points.of_both(&others, |one, other| one && !other);
                    assert_eq!(one.difference(&other).is_ok(), rest.is_one::<$ty>(), "{one} - {other}");
                    if let Ok(difference) = one.difference(&other) {
                        assert_eq!(Points::read(&difference), rest, "{one} - {other}");
                        of_difference.push((id, difference));
                    }
                }
                let ids = |rows: &[(i64, Range<$ty>)]| rows.iter().map(|(id, _)| *id).collect::<Vec<_>>();
                let expected = |rows: Vec<(i64, Range<$ty>)>| rows.into_iter().map(|(_, range)| Some(range)).collect::<Vec<_>>();
                let unions = Pair::filter(|p| p.id.in_(ids(&of_union))).order_by(|p| p.id);
                assert_eq!(unions.values(|p| p.left.union(p.right)).await?, expected(of_union));
                let differences = Pair::filter(|p| p.id.in_(ids(&of_difference))).order_by(|p| p.id);
                assert_eq!(differences.values(|p| p.left.difference(p.right)).await?, expected(of_difference));

                let mut sorted: Vec<Range<$ty>> = pairs.iter().map(|(left, ..)| range(*left)).collect();
                sorted.sort();
                assert_eq!(Pair::all().order_by(|p| p.left).values(|p| p.left).await?, sorted);
                sorted.dedup();
                assert_eq!(Pair::all().order_by(|p| p.left).values(|p| p.left).distinct().await?, sorted);
                let less = Pair::filter(|p| p.left.lt(p.right)).count().await?;
                let equal = Pair::filter(|p| p.left.eq(p.right)).count().await?;
                let counted = |is: fn(&Range<$ty>, &Range<$ty>) -> bool| {
                    pairs.iter().filter(|(left, right, _)| is(&range(*left), &range(*right))).count()
                };
                assert_eq!(usize::try_from(less), Ok(counted(|left, right| left < right)));
                assert_eq!(usize::try_from(equal), Ok(counted(|left, right| left == right)));
                Ok(())
            }
        }
    )*};
}

as_points! {
    integers("type_range_pairs_int4", i32);
    bigs("type_range_pairs_int8", i64);
    numbers("type_range_pairs_num", Decimal);
    days("type_range_pairs_date", NaiveDate);
    timestamps("type_range_pairs_ts", NaiveDateTime);
    moments("type_range_pairs_tstz", DateTime<Utc>);
}
