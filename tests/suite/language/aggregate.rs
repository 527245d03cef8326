//! One value of many rows.

use orm::expr::Operand as _;
use orm::prelude::*;
use rust_decimal::Decimal;

use super::condition::{Comparison, Condition};
use super::dice::Dice;
use super::text::{MaybeText, Price};
use super::whole::{Maybe, Whole};
use super::world::{Item, Of, Row, World};

#[derive(Debug, Clone)]
pub(super) enum Count {
    All,
    That(Box<Condition>),
    Of(Maybe, bool),
    Texts(MaybeText, bool),
    SumOr(Whole, i64),
}

#[derive(Debug, Clone)]
pub(super) enum Total {
    Sum(Maybe, bool),
    SumThat(Maybe, Box<Condition>),
    Min(Maybe),
    Max(Whole),
    Minus(Box<Total>, Box<Total>),
    Plus(Count, Box<Total>),
}

/// A condition on a group.
#[derive(Debug, Clone)]
pub(super) enum Having {
    Counts(Comparison, Count, i64),
    Totals(Comparison, Total, Total),
    MinText(Comparison, MaybeText, &'static str),
    SumPrice(Comparison, Price, Decimal),
    IsNull(Total),
    Not(Box<Having>),
    And(Box<Having>, Box<Having>),
    Or(Box<Having>, Box<Having>),
}

const DEPTH: usize = 2;

fn distinct<T: Ord>(mut values: Vec<T>, only: bool) -> Vec<T> {
    if only {
        values.sort();
        values.dedup();
    }
    values
}

impl Count {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        match dice.below(6) {
            0 => Self::That(Box::new(Condition::drawn(dice, DEPTH))),
            1 => Self::Of(Maybe::drawn(dice, DEPTH), dice.one_in(2)),
            2 => Self::Texts(MaybeText::drawn(dice, DEPTH), dice.one_in(2)),
            3 => Self::SumOr(Whole::drawn(dice, DEPTH), dice.within(-1..=1)),
            _ => Self::All,
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, i64> {
        match self {
            Self::All => count().expr(),
            Self::That(condition) => count().filter(condition.written(i)).expr(),
            Self::Of(value, false) => value.written(i).count().expr(),
            Self::Of(value, true) => value.written(i).count().distinct().expr(),
            Self::Texts(value, false) => value.written(i).count().expr(),
            Self::Texts(value, true) => value.written(i).count().distinct().expr(),
            Self::SumOr(value, or) => value.written(i).sum().default(*or),
        }
    }

    pub(super) fn of(&self, w: &World, rows: &[&Row]) -> i64 {
        match self {
            Self::All => rows.len() as i64,
            Self::That(condition) => rows.iter().filter(|r| condition.is_true(w, r)).count() as i64,
            Self::Of(value, only) => distinct(rows.iter().filter_map(|r| value.of(w, r)).collect(), *only).len() as i64,
            Self::Texts(value, only) => {
                distinct(rows.iter().filter_map(|r| value.of(w, r)).collect(), *only).len() as i64
            }
            Self::SumOr(value, or) => rows.iter().map(|r| value.of(w, r)).reduce(|a, b| a + b).unwrap_or(*or),
        }
    }
}

impl Total {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        let kinds = if depth == 0 { 4 } else { 6 };
        match dice.below(kinds) {
            0 => Self::Sum(Maybe::drawn(dice, DEPTH), dice.one_in(2)),
            1 => Self::SumThat(Maybe::drawn(dice, DEPTH), Box::new(Condition::drawn(dice, DEPTH))),
            2 => Self::Min(Maybe::drawn(dice, DEPTH)),
            3 => Self::Max(Whole::drawn(dice, DEPTH)),
            4 => Self::Minus(Box::new(Self::drawn(dice, depth - 1)), Box::new(Self::drawn(dice, depth - 1))),
            _ => Self::Plus(Count::drawn(dice), Box::new(Self::drawn(dice, depth - 1))),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, Option<i64>> {
        match self {
            Self::Sum(value, false) => value.written(i).sum().expr(),
            Self::Sum(value, true) => value.written(i).sum().distinct().expr(),
            Self::SumThat(value, condition) => value.written(i).sum().filter(condition.written(i)).expr(),
            Self::Min(value) => value.written(i).min().expr(),
            Self::Max(value) => value.written(i).max().expr(),
            Self::Minus(a, b) => a.written(i) - b.written(i),
            Self::Plus(a, b) => a.written(i) + b.written(i),
        }
    }

    pub(super) fn of(&self, w: &World, rows: &[&Row]) -> Option<i64> {
        match self {
            Self::Sum(value, only) => {
                let values = distinct(rows.iter().filter_map(|r| value.of(w, r)).collect(), *only);
                values.into_iter().reduce(|a, b| a + b)
            }
            Self::SumThat(value, condition) => {
                let rows = rows.iter().filter(|r| condition.is_true(w, r));
                rows.filter_map(|r| value.of(w, r)).reduce(|a, b| a + b)
            }
            Self::Min(value) => rows.iter().filter_map(|r| value.of(w, r)).min(),
            Self::Max(value) => rows.iter().map(|r| value.of(w, r)).max(),
            Self::Minus(a, b) => Some(a.of(w, rows)? - b.of(w, rows)?),
            Self::Plus(a, b) => Some(a.of(w, rows) + b.of(w, rows)?),
        }
    }
}

impl Having {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        let comparison = Comparison::drawn(dice);
        let kinds = if depth == 0 { 5 } else { 8 };
        let inner = |dice: &mut Dice| Box::new(Self::drawn(dice, depth - 1));
        match dice.below(kinds) {
            0 => Self::Counts(comparison, Count::drawn(dice), dice.within(0..=3)),
            1 => Self::Totals(comparison, Total::drawn(dice, 1), Total::drawn(dice, 1)),
            2 => Self::MinText(comparison, MaybeText::drawn(dice, DEPTH), dice.any(&super::world::TEXTS)),
            3 => Self::SumPrice(comparison, Price::drawn(dice, DEPTH), Decimal::new(dice.within(-4..=4) * 5, 1)),
            4 => Self::IsNull(Total::drawn(dice, 1)),
            5 => Self::Not(inner(dice)),
            6 => Self::And(inner(dice), inner(dice)),
            _ => Self::Or(inner(dice), inner(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Predicate<Item> {
        match self {
            Self::Counts(c, a, b) => c.written(a.written(i), *b),
            Self::Totals(c, a, b) => c.written(a.written(i), b.written(i)),
            Self::MinText(c, a, b) => c.written(a.written(i).min(), *b),
            Self::SumPrice(c, a, b) => c.written(a.written(i).sum(), *b),
            Self::IsNull(a) => a.written(i).is_null(),
            Self::Not(a) => !a.written(i),
            Self::And(a, b) => a.written(i) & b.written(i),
            Self::Or(a, b) => a.written(i) | b.written(i),
        }
    }

    pub(super) fn of(&self, w: &World, rows: &[&Row]) -> Option<bool> {
        match self {
            Self::Counts(c, a, b) => c.of(Some(a.of(w, rows)), Some(*b)),
            Self::Totals(c, a, b) => c.of(a.of(w, rows), b.of(w, rows)),
            Self::MinText(c, a, b) => c.of(rows.iter().filter_map(|r| a.of(w, r)).min(), Some((*b).to_owned())),
            Self::SumPrice(c, a, b) => c.of(sum(a, w, rows), Some(*b)),
            Self::IsNull(a) => Some(a.of(w, rows).is_none()),
            Self::Not(a) => a.of(w, rows).map(|value| !value),
            Self::And(a, b) => crate::logic::and(a.of(w, rows), b.of(w, rows)),
            Self::Or(a, b) => crate::logic::or(a.of(w, rows), b.of(w, rows)),
        }
    }
}

pub(super) fn sum(price: &Price, w: &World, rows: &[&Row]) -> Option<Decimal> {
    rows.iter().filter_map(|r| price.of(w, r)).reduce(|a, b| a + b)
}
