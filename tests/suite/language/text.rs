//! Texts and prices of a row.

use orm::expr::Operand as _;
use orm::prelude::*;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::dice::Dice;
use super::world::{Item, Of, Row, TEXTS, World};

#[derive(Debug, Clone)]
pub(super) enum Text {
    Text,
    Literal(&'static str),
    Lower(Box<Text>),
    Upper(Box<Text>),
    Concat(Box<Text>, Box<Text>),
    Left(Box<Text>, i32),
    Reversed(Box<Text>),
    Coalesced(Box<MaybeText>, Box<Text>),
}

#[derive(Debug, Clone)]
pub(super) enum MaybeText {
    Name,
    ParentText,
    Lower(Box<MaybeText>),
    Concat(Box<Text>, Box<MaybeText>),
    NullIf(Box<Text>, Box<Text>),
    Greatest(Box<MaybeText>, Box<MaybeText>),
    Case(Box<Condition>, Box<MaybeText>),
}

#[derive(Debug, Clone)]
pub(super) enum Price {
    Price,
    ParentPrice,
    Plus(Box<Price>, Box<Price>),
    Times(Box<Price>, i64),
    Abs(Box<Price>),
    Round(Box<Price>),
    Greatest(Box<Price>, Decimal),
    Least(Box<Price>, Box<Price>),
    Coalesced(Box<Price>, Box<Price>),
    Case(Box<Condition>, Box<Price>),
    ChildrenSum,
    /// The lowest price of the rows for which a condition is true and whose number is not below this row's.
    LowestThat(Box<Condition>),
}

impl Text {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 || dice.one_in(3) {
            return if dice.one_in(4) { Self::Literal(dice.any(&TEXTS)) } else { Self::Text };
        }
        let depth = depth - 1;
        let text = |dice: &mut Dice| Box::new(Self::drawn(dice, depth));
        match dice.below(6) {
            0 => Self::Lower(text(dice)),
            1 => Self::Upper(text(dice)),
            2 => Self::Concat(text(dice), text(dice)),
            3 => Self::Left(text(dice), dice.within(-1..=2) as i32),
            4 => Self::Reversed(text(dice)),
            _ => Self::Coalesced(Box::new(MaybeText::drawn(dice, depth)), text(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, String> {
        match self {
            Self::Text => i.text.expr(),
            Self::Literal(text) => orm::literal(*text),
            Self::Lower(a) => a.written(i).lower(),
            Self::Upper(a) => a.written(i).upper(),
            Self::Concat(a, b) => a.written(i).concat(b.written(i)),
            Self::Left(a, n) => a.written(i).left(*n),
            Self::Reversed(a) => a.written(i).reversed(),
            Self::Coalesced(a, b) => a.written(i).coalesce(b.written(i)),
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> String {
        match self {
            Self::Text => r.text.clone(),
            Self::Literal(text) => (*text).to_owned(),
            Self::Lower(a) => a.of(w, r).to_lowercase(),
            Self::Upper(a) => a.of(w, r).to_uppercase(),
            Self::Concat(a, b) => a.of(w, r) + &b.of(w, r),
            Self::Left(a, n) => {
                let text = a.of(w, r);
                let all = text.chars().count();
                let taken = if *n < 0 { all.saturating_sub(n.unsigned_abs() as usize) } else { *n as usize };
                text.chars().take(taken).collect()
            }
            Self::Reversed(a) => a.of(w, r).chars().rev().collect(),
            Self::Coalesced(a, b) => a.of(w, r).unwrap_or_else(|| b.of(w, r)),
        }
    }
}

impl MaybeText {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 || dice.one_in(3) {
            return dice.any(&[Self::Name, Self::Name, Self::ParentText]);
        }
        let depth = depth - 1;
        let maybe = |dice: &mut Dice| Box::new(Self::drawn(dice, depth));
        match dice.below(5) {
            0 => Self::Lower(maybe(dice)),
            1 => Self::Concat(Box::new(Text::drawn(dice, depth)), maybe(dice)),
            2 => Self::NullIf(Box::new(Text::drawn(dice, depth)), Box::new(Text::drawn(dice, depth))),
            3 => Self::Greatest(maybe(dice), maybe(dice)),
            _ => Self::Case(Box::new(Condition::drawn(dice, depth)), maybe(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, Option<String>> {
        match self {
            Self::Name => i.name.expr(),
            Self::ParentText => i.parent.text.expr(),
            Self::Lower(a) => a.written(i).lower(),
            Self::Concat(a, b) => a.written(i).concat(b.written(i)),
            Self::NullIf(a, b) => a.written(i).null_if(b.written(i)),
            Self::Greatest(a, b) => a.written(i).greatest(b.written(i)),
            Self::Case(condition, a) => orm::case().when(condition.written(i), a.written(i)).end(),
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> Option<String> {
        match self {
            Self::Name => r.name.clone(),
            Self::ParentText => w.parent(r).map(|parent| parent.text.clone()),
            Self::Lower(a) => a.of(w, r).map(|text| text.to_lowercase()),
            Self::Concat(a, b) => b.of(w, r).map(|b| a.of(w, r) + &b),
            Self::NullIf(a, b) => Some(a.of(w, r)).filter(|a| *a != b.of(w, r)),
            Self::Greatest(a, b) => a.of(w, r).max(b.of(w, r)),
            Self::Case(condition, a) => {
                if condition.is_true(w, r) {
                    a.of(w, r)
                } else {
                    None
                }
            }
        }
    }
}

impl Price {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 || dice.one_in(3) {
            return dice.any(&[Self::Price, Self::Price, Self::ParentPrice, Self::ChildrenSum]);
        }
        let depth = depth - 1;
        let price = |dice: &mut Dice| Box::new(Self::drawn(dice, depth));
        match dice.below(9) {
            0 => Self::Plus(price(dice), price(dice)),
            1 => Self::Times(price(dice), dice.within(-2..=2)),
            2 => Self::Abs(price(dice)),
            3 => Self::Round(price(dice)),
            4 => Self::Greatest(price(dice), Decimal::new(dice.within(-3..=3) * 5, 1)),
            5 => Self::Least(price(dice), price(dice)),
            6 => Self::Coalesced(price(dice), price(dice)),
            7 => Self::LowestThat(Box::new(Condition::drawn(dice, depth))),
            _ => Self::Case(Box::new(Condition::drawn(dice, depth)), price(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Expr<Item, Option<Decimal>> {
        match self {
            Self::Price => i.price.expr(),
            Self::ParentPrice => i.parent.price.expr(),
            Self::Plus(a, b) => a.written(i) + b.written(i),
            Self::Times(a, n) => a.written(i) * *n,
            Self::Abs(a) => a.written(i).abs(),
            Self::Round(a) => a.written(i).round(),
            Self::Greatest(a, b) => orm::case().when(i.id.gt(0), a.written(i).greatest(*b)).end(),
            Self::Least(a, b) => a.written(i).least(b.written(i)),
            Self::Coalesced(a, b) => a.written(i).coalesce(b.written(i)),
            Self::Case(condition, a) => orm::case().when(condition.written(i), a.written(i)).end(),
            Self::ChildrenSum => i.children.sum(|c| c.price),
            Self::LowestThat(condition) => {
                let outside = orm::outer::<Item, _>(i.number);
                let others = Item::filter(|other| condition.written(other) & other.number.ge(outside));
                others.values(|other| other.price.min()).scalar()
            }
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> Option<Decimal> {
        match self {
            Self::Price => r.price,
            Self::ParentPrice => w.parent(r).and_then(|parent| parent.price),
            Self::Plus(a, b) => Some(a.of(w, r)? + b.of(w, r)?),
            Self::Times(a, n) => Some(a.of(w, r)? * Decimal::from(*n)),
            Self::Abs(a) => a.of(w, r).map(|a| a.abs()),
            Self::Round(a) => {
                let away = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
                a.of(w, r).map(|a| a.round_dp_with_strategy(0, away))
            }
            Self::Greatest(a, b) => a.of(w, r).max(Some(*b)),
            Self::Least(a, b) => [a.of(w, r), b.of(w, r)].into_iter().flatten().min(),
            Self::Coalesced(a, b) => a.of(w, r).or_else(|| b.of(w, r)),
            Self::Case(condition, a) => {
                if condition.is_true(w, r) {
                    a.of(w, r)
                } else {
                    None
                }
            }
            Self::ChildrenSum => w.children(r).filter_map(|c| c.price).reduce(|a, b| a + b),
            Self::LowestThat(condition) => {
                let others = w.items.iter().filter(|other| condition.is_true(w, other) && other.number >= r.number);
                others.filter_map(|other| other.price).min()
            }
        }
    }
}
