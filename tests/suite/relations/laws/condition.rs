use orm::field::Column;
use orm::path::Root;
use orm::prelude::*;
use proptest::prelude::*;

use super::world::{Kind, Person, Skill, Squad, Thing, World};
use crate::logic::{and, or};

/// A condition as data, which means something for each of the models.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    NumberLe(i32),
    MaybeGt(i32),
    MaybeIs(Option<i32>),
    /// Of a person the squad's, which can be missing.
    UpperMaybeLe(i32),
    Related(usize, Question, Box<Condition>),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// What is asked of the rows of a relation, or of those that meet a condition.
#[derive(Debug, Clone)]
pub(super) enum Question {
    Any,
    All,
    None,
    Exists,
    IsEmpty,
    CountGe(i64),
    CountIs(i64),
    SumGt(i64),
    MaxIs(i32),
    MinLeOwnNumber,
}

use Condition::*;

pub(super) fn conditions() -> impl Strategy<Value = Condition> {
    let small = -2..3_i32;
    let leaf = prop_oneof![
        small.clone().prop_map(NumberLe),
        small.clone().prop_map(MaybeGt),
        proptest::option::of(small.clone()).prop_map(MaybeIs),
        small.clone().prop_map(UpperMaybeLe),
    ];
    let question = prop_oneof![
        3 => Just(Question::Any),
        3 => Just(Question::All),
        3 => Just(Question::None),
        1 => Just(Question::Exists),
        1 => Just(Question::IsEmpty),
        1 => (0..4_i64).prop_map(Question::CountGe),
        1 => (0..4_i64).prop_map(Question::CountIs),
        1 => (-3..4_i64).prop_map(Question::SumGt),
        1 => small.prop_map(Question::MaxIs),
        1 => Just(Question::MinLeOwnNumber),
    ];
    leaf.prop_recursive(5, 16, 2, move |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            5 => (0..5_usize, question.clone(), inner.clone()).prop_map(|(r, q, c)| Related(r, q, Box::new(c))),
            1 => inner.prop_map(|c| Not(Box::new(c))),
            2 => two.clone().prop_map(|(a, b)| And(Box::new(a), Box::new(b))),
            2 => two.prop_map(|(a, b)| Or(Box::new(a), Box::new(b))),
        ]
    })
}

/// A model of which such conditions can be asked.
pub(super) trait Sampled: Model + Clone {
    fn id(f: &'static Fields<Self>) -> Column<Root<Self>, i64>;
    fn number(f: &'static Fields<Self>) -> Column<Root<Self>, i32>;
    fn maybe(f: &'static Fields<Self>) -> Column<Root<Self>, Option<i32>>;
    fn upper(f: &'static Fields<Self>, n: i32) -> Predicate<Self>;
    fn related(f: &'static Fields<Self>, relation: usize, question: &Question, inner: &Condition) -> Predicate<Self>;
    fn row_id(&self) -> i64;

    /// As the library writes it.
    fn predicate(f: &'static Fields<Self>, condition: &Condition) -> Predicate<Self> {
        match condition {
            NumberLe(n) => Self::number(f).le(*n),
            MaybeGt(n) => Self::maybe(f).gt(*n),
            MaybeIs(n) => Self::maybe(f).eq(*n),
            UpperMaybeLe(n) => Self::upper(f, *n),
            Related(relation, question, inner) => Self::related(f, *relation, question, inner),
            Not(inner) => !Self::predicate(f, inner),
            And(a, b) => Self::predicate(f, a) & Self::predicate(f, b),
            Or(a, b) => Self::predicate(f, a) | Self::predicate(f, b),
        }
    }
}

fn ask<R>(rows: R, question: &Question, inner: &Condition, own: Column<Root<R::Root>, i32>) -> Predicate<R::Root>
where
    R: ToManyOperators,
    R::Target: Sampled,
{
    let inner = |f| <R::Target as Sampled>::predicate(f, inner);
    match question {
        Question::Any => rows.any(inner),
        Question::All => rows.all(inner),
        Question::None => rows.none(inner),
        Question::Exists => rows.exists(),
        Question::IsEmpty => rows.is_empty(),
        Question::CountGe(n) => rows.filter(inner).count().ge(*n),
        Question::CountIs(n) => rows.count().eq(*n),
        Question::SumGt(n) => rows.filter(inner).sum(Sampled::maybe).gt(*n),
        Question::MaxIs(n) => rows.filter(inner).max(Sampled::number).eq(*n),
        Question::MinLeOwnNumber => rows.min(Sampled::number).le(own),
    }
}

macro_rules! sampled {
    ($model:ident, $upper:expr, |$f:ident, $relation:ident, $ask:ident| $related:expr) => {
        impl Sampled for $model {
            fn id(f: &'static Fields<Self>) -> Column<Root<Self>, i64> {
                f.id
            }
            fn number(f: &'static Fields<Self>) -> Column<Root<Self>, i32> {
                f.number
            }
            fn maybe(f: &'static Fields<Self>) -> Column<Root<Self>, Option<i32>> {
                f.maybe
            }
            fn upper(f: &'static Fields<Self>, n: i32) -> Predicate<Self> {
                let upper: fn(&'static Fields<Self>, i32) -> Predicate<Self> = $upper;
                upper(f, n)
            }
            fn related(
                $f: &'static Fields<Self>,
                $relation: usize,
                q: &Question,
                inner: &Condition,
            ) -> Predicate<Self> {
                macro_rules! $ask {
                    ($rows:expr) => {
                        ask($rows, q, inner, $f.number)
                    };
                }
                $related
            }
            fn row_id(&self) -> i64 {
                self.id
            }
        }
    };
}

sampled!(Squad, |f, n| f.maybe.le(n), |f, _relation, ask_of| ask_of!(f.members));
sampled!(Skill, |f, n| f.maybe.le(n), |f, _relation, ask_of| ask_of!(f.people));
sampled!(Person, |f, n| f.squad.maybe.le(n), |f, relation, ask_of| match relation {
    0 => ask_of!(f.reports),
    1 => ask_of!(f.skills),
    2 => ask_of!(f.friends),
    3 => ask_of!(f.squad.members),
    _ => ask_of!(f.boss.skills),
});

/// As the rules say; `None` is NULL.
pub(super) fn evaluate(world: &World, thing: &Thing, condition: &Condition) -> Option<bool> {
    match condition {
        NumberLe(n) => Some(thing.number <= *n),
        MaybeGt(n) => thing.maybe.map(|maybe| maybe > *n),
        MaybeIs(None) => Some(thing.maybe.is_none()),
        MaybeIs(Some(n)) => thing.maybe.map(|maybe| maybe == *n),
        UpperMaybeLe(n) if thing.kind == Kind::Person => Some(world.squad(thing)?.maybe? <= *n),
        UpperMaybeLe(n) => thing.maybe.map(|maybe| maybe <= *n),
        Related(relation, question, inner) => answer(world, thing, *relation, question, inner),
        Not(inner) => evaluate(world, thing, inner).map(|value| !value),
        And(a, b) => and(evaluate(world, thing, a), evaluate(world, thing, b)),
        Or(a, b) => or(evaluate(world, thing, a), evaluate(world, thing, b)),
    }
}

fn answer(world: &World, thing: &Thing, relation: usize, question: &Question, inner: &Condition) -> Option<bool> {
    let rows = world.related(thing, relation);
    let meeting: Vec<&Thing> = rows.iter().copied().filter(|row| evaluate(world, row, inner) == Some(true)).collect();
    match question {
        Question::Any => Some(!meeting.is_empty()),
        Question::All => Some(meeting.len() == rows.len()),
        Question::None => Some(meeting.is_empty()),
        Question::Exists => Some(!rows.is_empty()),
        Question::IsEmpty => Some(rows.is_empty()),
        Question::CountGe(n) => Some(meeting.len() as i64 >= *n),
        Question::CountIs(n) => Some(rows.len() as i64 == *n),
        Question::SumGt(n) => {
            let values: Vec<i64> = meeting.iter().filter_map(|row| row.maybe).map(i64::from).collect();
            (!values.is_empty()).then(|| values.iter().sum::<i64>() > *n)
        }
        Question::MaxIs(n) => meeting.iter().map(|row| row.number).max().map(|max| max == *n),
        Question::MinLeOwnNumber => rows.iter().map(|row| row.number).min().map(|min| min <= thing.number),
    }
}
