//! Random conditions over random rows, against an evaluator that knows only the rules of three-valued logic.

use orm::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::logic::{SEED, and, drawn, or, runner};

const CASES: usize = 400;

#[derive(Model, Debug, Clone)]
struct Sample {
    id: i64,
    number: i32,
    maybe: Option<i32>,
    text: Option<String>,
    parent: Option<ForeignKey<Sample>>,
}

/// A condition as data, which both sides understand.
#[derive(Debug, Clone)]
enum Condition {
    NumberLe(i32),
    MaybeGt(i32),
    MaybeIs(Option<i32>),
    MaybeBelowNumber,
    MaybeIn(Vec<i32>),
    MaybeNotIn(Vec<i32>),
    MaybeBetween(i32, i32),
    SumIs(i32),
    TextContains(String),
    TextDiffers(String),
    ParentNumberGe(i32),
    GrandparentMaybeIsNull,
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Xor(Box<Condition>, Box<Condition>),
}

use Condition::*;

fn conditions() -> impl Strategy<Value = Condition> {
    let small = -2..3_i32;
    let leaf = prop_oneof![
        small.clone().prop_map(NumberLe),
        small.clone().prop_map(MaybeGt),
        proptest::option::of(small.clone()).prop_map(MaybeIs),
        Just(MaybeBelowNumber),
        proptest::collection::vec(small.clone(), 0..4).prop_map(MaybeIn),
        proptest::collection::vec(small.clone(), 0..4).prop_map(MaybeNotIn),
        (small.clone(), small.clone()).prop_map(|(low, high)| MaybeBetween(low, high)),
        small.clone().prop_map(SumIs),
        "[aA%_\\\\']{0,2}".prop_map(TextContains),
        "[aA%]{0,2}".prop_map(TextDiffers),
        small.prop_map(ParentNumberGe),
        Just(GrandparentMaybeIsNull),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|c| Not(Box::new(c))),
            two.clone().prop_map(|(a, b)| And(Box::new(a), Box::new(b))),
            two.clone().prop_map(|(a, b)| Or(Box::new(a), Box::new(b))),
            two.prop_map(|(a, b)| Xor(Box::new(a), Box::new(b))),
        ]
    })
}

/// As the library writes it.
fn predicate(s: &'static Fields<Sample>, condition: &Condition) -> Predicate<Sample> {
    match condition {
        NumberLe(n) => s.number.le(*n),
        MaybeGt(n) => s.maybe.gt(*n),
        MaybeIs(n) => s.maybe.eq(*n),
        MaybeBelowNumber => s.maybe.lt(s.number),
        MaybeIn(list) => s.maybe.in_(list.clone()),
        MaybeNotIn(list) => s.maybe.not_in(list.clone()),
        MaybeBetween(low, high) => s.maybe.between(*low, *high),
        SumIs(n) => (s.number + s.maybe).eq(*n),
        TextContains(part) => s.text.contains(part),
        TextDiffers(text) => s.text.is_distinct_from(text),
        ParentNumberGe(n) => s.parent.number.ge(*n),
        GrandparentMaybeIsNull => s.parent.parent.maybe.is_null(),
        Not(inner) => !predicate(s, inner),
        And(a, b) => predicate(s, a) & predicate(s, b),
        Or(a, b) => predicate(s, a) | predicate(s, b),
        Xor(a, b) => predicate(s, a) ^ predicate(s, b),
    }
}

/// As the rules say; `None` is NULL.
fn evaluate(all: &[Sample], s: &Sample, condition: &Condition) -> Option<bool> {
    let parent = |s: &Sample| s.parent.as_ref().and_then(|key| all.iter().find(|other| other.id == *key.id()));
    match condition {
        NumberLe(n) => Some(s.number <= *n),
        MaybeGt(n) => s.maybe.map(|maybe| maybe > *n),
        MaybeIs(None) => Some(s.maybe.is_none()),
        MaybeIs(Some(n)) => s.maybe.map(|maybe| maybe == *n),
        MaybeBelowNumber => s.maybe.map(|maybe| maybe < s.number),
        MaybeIn(list) if list.is_empty() => Some(false),
        MaybeIn(list) => s.maybe.map(|maybe| list.contains(&maybe)),
        MaybeNotIn(list) if list.is_empty() => Some(true),
        MaybeNotIn(list) => s.maybe.map(|maybe| !list.contains(&maybe)),
        MaybeBetween(low, high) => s.maybe.map(|maybe| *low <= maybe && maybe <= *high),
        SumIs(n) => s.maybe.map(|maybe| s.number + maybe == *n),
        TextContains(part) => s.text.as_ref().map(|text| text.contains(part.as_str())),
        TextDiffers(text) => Some(s.text.as_ref() != Some(text)),
        ParentNumberGe(n) => parent(s).map(|parent| parent.number >= *n),
        GrandparentMaybeIsNull => Some(parent(s).and_then(parent).and_then(|other| other.maybe).is_none()),
        Not(inner) => evaluate(all, s, inner).map(|value| !value),
        And(a, b) => and(evaluate(all, s, a), evaluate(all, s, b)),
        Or(a, b) => or(evaluate(all, s, a), evaluate(all, s, b)),
        Xor(a, b) => Some(evaluate(all, s, a)? ^ evaluate(all, s, b)?),
    }
}

/// Rows with every mixture of small values and NULL, each pointing at an earlier one or at none.
async fn samples(runner: &mut TestRunner) -> Vec<Sample> {
    let row = (-2..3_i32, proptest::option::of(-2..3_i32), proptest::option::of("[aA%_\\\\']{0,3}"));
    let rows = proptest::collection::vec((row, proptest::option::of(any::<prop::sample::Index>())), 60);
    let rows = drawn(&rows, runner);
    let mut all: Vec<Sample> = Vec::new();
    for ((number, maybe, text), parent) in rows {
        let parent = parent.filter(|_| !all.is_empty()).map(|index| ForeignKey::from(index.get(&all)));
        all.push(Sample::create().number(number).maybe(maybe).text(text).parent(parent).await.unwrap());
    }
    all
}

#[orm::test(sqlite, postgres, models(Sample))]
async fn conditions_mean_what_three_valued_logic_says() {
    let mut runner = runner();
    let all = samples(&mut runner).await;
    for case in 0..CASES {
        let condition = drawn(&conditions(), &mut runner);
        let expected = |wanted: fn(Option<bool>) -> bool| -> Vec<i64> {
            all.iter().filter(|s| wanted(evaluate(&all, s, &condition))).map(|s| s.id).collect()
        };
        let inside = Sample::filter(|s| predicate(s, &condition)).order_by(|s| s.id);
        let outside = Sample::exclude(|s| predicate(s, &condition)).order_by(|s| s.id);
        let context = format!("case {case} of seed {SEED}: {condition:?}\n{}", inside.to_sql());
        let is_true: Vec<i64> = inside.clone().values(|s| s.id).await.unwrap();
        assert_eq!(is_true, expected(|value| value == Some(true)), "filter, {context}");
        let is_not: Vec<i64> = outside.values(|s| s.id).await.unwrap();
        assert_eq!(is_not, expected(|value| value != Some(true)), "exclude, {context}");
        assert_eq!(inside.count().await.unwrap(), is_true.len() as u64, "count, {context}");
    }
}
