//! Whole numbers of a row: those that are never NULL, and those that can be.

use orm::expr::Operand as _;
use orm::prelude::*;

use super::condition::Condition;
use super::dice::Dice;
use super::text::{MaybeText, Text};
use super::world::{Item, Of, Row, World};

#[derive(Debug, Clone, Copy)]
pub(super) enum Calculation {
    Add,
    Sub,
    Mul,
}

impl Calculation {
    fn drawn(dice: &mut Dice) -> Self {
        dice.any(&[Self::Add, Self::Sub, Self::Mul])
    }

    fn of(self, a: i64, b: i64) -> i64 {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
        }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Whole {
    Number,
    Id,
    Literal(i64),
    Calculated(Calculation, Box<Whole>, Box<Whole>),
    Divided(Box<Whole>, i64),
    Remainder(Box<Whole>, i64),
    Abs(Box<Whole>),
    Sign(Box<Whole>),
    Coalesced(Box<Maybe>, Box<Whole>),
    Greatest(Box<Whole>, Box<Maybe>),
    Least(Box<Maybe>, Box<Whole>),
    Length(Box<Text>),
    Children,
    ChildrenThat(Box<Condition>),
    Tags,
    Case(Box<Condition>, Box<Whole>, Box<Whole>),
}

#[derive(Debug, Clone)]
pub(super) enum Maybe {
    Maybe,
    ParentNumber,
    ParentMaybe,
    Calculated(Calculation, Box<Whole>, Box<Maybe>),
    Subtracted(Box<Maybe>, Box<Whole>),
    NullIf(Box<Whole>, Box<Maybe>),
    Coalesced(Box<Maybe>, Box<Maybe>),
    Greatest(Box<Maybe>, Box<Maybe>),
    Least(Box<Maybe>, Box<Maybe>),
    Length(Box<MaybeText>),
    Case(Box<Condition>, Box<Maybe>),
    TagSum,
    ChildrenMax(Box<Whole>),
    /// The largest number of all rows for which a condition is true.
    LargestThat(Box<Condition>),
}

impl Whole {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 || dice.one_in(3) {
            return match dice.below(5) {
                0 => Self::Id,
                1 => Self::Literal(dice.within(-3..=3)),
                2 => Self::Tags,
                _ => Self::Number,
            };
        }
        let depth = depth - 1;
        let whole = |dice: &mut Dice| Box::new(Self::drawn(dice, depth));
        let maybe = |dice: &mut Dice| Box::new(Maybe::drawn(dice, depth));
        match dice.below(12) {
            0 | 1 => Self::Calculated(Calculation::drawn(dice), whole(dice), whole(dice)),
            2 => Self::Divided(whole(dice), dice.any(&[-3, -2, 2, 3])),
            3 => Self::Remainder(whole(dice), dice.any(&[-3, -2, 2, 3])),
            4 => Self::Abs(whole(dice)),
            5 => Self::Sign(whole(dice)),
            6 => Self::Coalesced(maybe(dice), whole(dice)),
            7 => Self::Greatest(whole(dice), maybe(dice)),
            8 => Self::Least(maybe(dice), whole(dice)),
            9 => Self::Length(Box::new(Text::drawn(dice, depth))),
            10 if dice.one_in(2) => Self::ChildrenThat(Box::new(Condition::drawn(dice, depth))),
            10 => Self::Children,
            _ => Self::Case(Box::new(Condition::drawn(dice, depth)), whole(dice), whole(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, i64> {
        match self {
            Self::Number => i.number.expr(),
            Self::Id => i.id.expr(),
            Self::Literal(n) => orm::literal(*n),
            Self::Calculated(Calculation::Add, a, b) => a.written(i) + b.written(i),
            Self::Calculated(Calculation::Sub, a, b) => a.written(i) - b.written(i),
            Self::Calculated(Calculation::Mul, a, b) => a.written(i) * b.written(i),
            Self::Divided(a, by) => a.written(i) / *by,
            Self::Remainder(a, by) => a.written(i) % *by,
            Self::Abs(a) => a.written(i).abs(),
            Self::Sign(a) => a.written(i).sign().cast::<i64>(),
            Self::Coalesced(a, b) => a.written(i).coalesce(b.written(i)),
            Self::Greatest(a, b) => a.written(i).greatest(b.written(i)),
            Self::Least(a, b) => a.written(i).least(b.written(i)),
            Self::Length(text) => text.written(i).length().cast::<i64>(),
            Self::Children => i.children.count(),
            Self::ChildrenThat(condition) => i.children.filter(|c| condition.written(c)).count(),
            Self::Tags => i.tags.count(),
            Self::Case(condition, a, b) => orm::case().when(condition.written(i), a.written(i)).otherwise(b.written(i)),
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> i64 {
        match self {
            Self::Number => r.number,
            Self::Id => r.id,
            Self::Literal(n) => *n,
            Self::Calculated(how, a, b) => how.of(a.of(w, r), b.of(w, r)),
            Self::Divided(a, by) => a.of(w, r) / by,
            Self::Remainder(a, by) => a.of(w, r) % by,
            Self::Abs(a) => a.of(w, r).abs(),
            Self::Sign(a) => a.of(w, r).signum(),
            Self::Coalesced(a, b) => a.of(w, r).unwrap_or_else(|| b.of(w, r)),
            Self::Greatest(a, b) => b.of(w, r).map_or(a.of(w, r), |b| b.max(a.of(w, r))),
            Self::Least(a, b) => a.of(w, r).map_or(b.of(w, r), |a| a.min(b.of(w, r))),
            Self::Length(text) => text.of(w, r).chars().count() as i64,
            Self::Children => w.children(r).count() as i64,
            Self::ChildrenThat(condition) => w.children(r).filter(|c| condition.is_true(w, c)).count() as i64,
            Self::Tags => w.tags(r).count() as i64,
            Self::Case(condition, a, b) => {
                if condition.is_true(w, r) {
                    a.of(w, r)
                } else {
                    b.of(w, r)
                }
            }
        }
    }
}

impl Maybe {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 || dice.one_in(3) {
            return dice.any(&[Self::Maybe, Self::Maybe, Self::ParentNumber, Self::ParentMaybe, Self::TagSum]);
        }
        let depth = depth - 1;
        let whole = |dice: &mut Dice| Box::new(Whole::drawn(dice, depth));
        let maybe = |dice: &mut Dice| Box::new(Self::drawn(dice, depth));
        match dice.below(10) {
            0 => Self::Calculated(Calculation::drawn(dice), whole(dice), maybe(dice)),
            1 => Self::Subtracted(maybe(dice), whole(dice)),
            2 => Self::NullIf(whole(dice), maybe(dice)),
            3 => Self::Coalesced(maybe(dice), maybe(dice)),
            4 => Self::Greatest(maybe(dice), maybe(dice)),
            5 => Self::Least(maybe(dice), maybe(dice)),
            6 => Self::Length(Box::new(MaybeText::drawn(dice, depth))),
            7 => Self::Case(Box::new(Condition::drawn(dice, depth)), maybe(dice)),
            8 => Self::ChildrenMax(whole(dice)),
            _ => Self::LargestThat(Box::new(Condition::drawn(dice, depth))),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, Option<i64>> {
        match self {
            Self::Maybe => i.maybe.expr(),
            Self::ParentNumber => i.parent.number.expr(),
            Self::ParentMaybe => i.parent.maybe.expr(),
            Self::Calculated(Calculation::Add, a, b) => a.written(i) + b.written(i),
            Self::Calculated(Calculation::Sub, a, b) => a.written(i) - b.written(i),
            Self::Calculated(Calculation::Mul, a, b) => a.written(i) * b.written(i),
            Self::Subtracted(a, b) => a.written(i) - b.written(i),
            Self::NullIf(a, b) => a.written(i).null_if(b.written(i)),
            Self::Coalesced(a, b) => a.written(i).coalesce(b.written(i)),
            Self::Greatest(a, b) => a.written(i).greatest(b.written(i)),
            Self::Least(a, b) => a.written(i).least(b.written(i)),
            Self::Length(text) => text.written(i).length().cast::<i64>(),
            Self::Case(condition, a) => orm::case().when(condition.written(i), a.written(i)).end(),
            Self::TagSum => i.tags.sum(|t| t.weight),
            Self::ChildrenMax(of) => i.children.max(|c| of.written(c)),
            Self::LargestThat(condition) => {
                Item::filter(|other| condition.written(other)).values(|other| other.number.max()).scalar()
            }
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> Option<i64> {
        match self {
            Self::Maybe => r.maybe,
            Self::ParentNumber => w.parent(r).map(|parent| parent.number),
            Self::ParentMaybe => w.parent(r).and_then(|parent| parent.maybe),
            Self::Calculated(how, a, b) => b.of(w, r).map(|b| how.of(a.of(w, r), b)),
            Self::Subtracted(a, b) => a.of(w, r).map(|a| a - b.of(w, r)),
            Self::NullIf(a, b) => Some(a.of(w, r)).filter(|&a| b.of(w, r) != Some(a)),
            Self::Coalesced(a, b) => a.of(w, r).or_else(|| b.of(w, r)),
            Self::Greatest(a, b) => a.of(w, r).max(b.of(w, r)),
            Self::Least(a, b) => [a.of(w, r), b.of(w, r)].into_iter().flatten().min(),
            Self::Length(text) => text.of(w, r).map(|text| text.chars().count() as i64),
            Self::Case(condition, a) => {
                if condition.is_true(w, r) {
                    a.of(w, r)
                } else {
                    None
                }
            }
            Self::TagSum => w.tags(r).flatten().reduce(|a, b| a + b),
            Self::ChildrenMax(of) => w.children(r).map(|c| of.of(w, c)).max(),
            Self::LargestThat(condition) => {
                w.items.iter().filter(|other| condition.is_true(w, other)).map(|other| other.number).max()
            }
        }
    }
}
