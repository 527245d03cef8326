//! Conditions on a row.

use orm::expr::{IntoExpr, Operand};
use orm::prelude::*;
use orm::value::ColumnType;

use super::dice::Dice;
use super::text::{MaybeText, Price, Text};
use super::whole::{Maybe, Whole};
use super::world::{Item, Of, Row, TEXTS, World};
use crate::logic::{and, or};

#[derive(Debug, Clone, Copy)]
pub(super) enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Distinct,
    NotDistinct,
}

use Comparison::*;

impl Comparison {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        dice.any(&[Eq, Ne, Lt, Le, Gt, Ge, Distinct, NotDistinct])
    }

    pub(super) fn written<L, R>(self, a: L, b: R) -> Predicate<Item>
    where
        L: Operand<Root = Item>,
        R: IntoExpr<Item, <L::Type as ColumnType>::Base>,
    {
        match self {
            Eq => a.eq(b),
            Ne => a.ne(b),
            Lt => a.lt(b),
            Le => a.le(b),
            Gt => a.gt(b),
            Ge => a.ge(b),
            Distinct => a.is_distinct_from(b),
            NotDistinct => a.is_not_distinct_from(b),
        }
    }

    pub(super) fn of<T: Ord>(self, a: Option<T>, b: Option<T>) -> Option<bool> {
        match self {
            Distinct => Some(a != b),
            NotDistinct => Some(a == b),
            _ => {
                let order = a?.cmp(&b?);
                Some(match self {
                    Eq => order.is_eq(),
                    Ne => order.is_ne(),
                    Lt => order.is_lt(),
                    Le => order.is_le(),
                    Gt => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
        }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Condition {
    Wholes(Comparison, Whole, Whole),
    Maybes(Comparison, Maybe, Maybe),
    WholeMaybe(Comparison, Whole, Maybe),
    Prices(Comparison, Price, Price),
    Texts(Comparison, Text, MaybeText),
    IsNull(Maybe),
    HasName(MaybeText),
    In(Maybe, Vec<i64>, bool),
    Between(Maybe, Whole, Maybe),
    Contains(MaybeText, &'static str),
    AnyTag(i64),
    AllTags(i64),
    NoTag(i64),
    AnyChild(Box<Condition>),
    AllChildren(Box<Condition>),
    NoChild(Box<Condition>),
    /// There is a row of which the condition is true, and whose number compares so with one of this row.
    Exists(Box<Condition>, Comparison, Maybe),
    /// Among the numbers of the rows of which the condition is true, or not.
    Among(Maybe, Box<Condition>, Maybe, bool),
    ParentAmong(Box<Condition>),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Xor(Box<Condition>, Box<Condition>),
}

use Condition::*;

/// `IN` as SQL has it: unknown where only an unknown value could be the one.
fn among<T: PartialEq>(value: Option<T>, list: &[Option<T>]) -> Option<bool> {
    if list.is_empty() {
        return Some(false);
    }
    let value = Some(value?);
    if list.contains(&value) {
        Some(true)
    } else if list.contains(&None) {
        None
    } else {
        Some(false)
    }
}

impl Condition {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        let less = depth.saturating_sub(1);
        let inner = |dice: &mut Dice| Box::new(Self::drawn(dice, less));
        if depth > 0 && dice.one_in(2) {
            return match dice.below(4) {
                0 => Not(inner(dice)),
                1 => And(inner(dice), inner(dice)),
                2 => Or(inner(dice), inner(dice)),
                _ => Xor(inner(dice), inner(dice)),
            };
        }
        let comparison = Comparison::drawn(dice);
        let kinds = if depth > 0 { 20 } else { 13 };
        match dice.below(kinds) {
            0 => Wholes(comparison, Whole::drawn(dice, less), Whole::drawn(dice, less)),
            1 => Maybes(comparison, Maybe::drawn(dice, less), Maybe::drawn(dice, less)),
            2 => WholeMaybe(comparison, Whole::drawn(dice, less), Maybe::drawn(dice, less)),
            3 => Prices(comparison, Price::drawn(dice, less), Price::drawn(dice, less)),
            4 => Texts(comparison, Text::drawn(dice, less), MaybeText::drawn(dice, less)),
            5 => IsNull(Maybe::drawn(dice, less)),
            6 => HasName(MaybeText::drawn(dice, less)),
            7 => In(Maybe::drawn(dice, less), dice.list(3, |dice| dice.within(-3..=3)), dice.one_in(2)),
            8 => Between(Maybe::drawn(dice, less), Whole::drawn(dice, less), Maybe::drawn(dice, less)),
            9 => Contains(MaybeText::drawn(dice, less), dice.any(&TEXTS)),
            10 => AnyTag(dice.within(-2..=2)),
            11 => AllTags(dice.within(-2..=2)),
            12 => NoTag(dice.within(-2..=2)),
            13 => AnyChild(inner(dice)),
            14 => AllChildren(inner(dice)),
            15 => NoChild(inner(dice)),
            16 => Exists(inner(dice), comparison, Maybe::drawn(dice, less)),
            17 | 18 => Among(Maybe::drawn(dice, less), inner(dice), Maybe::drawn(dice, less), dice.one_in(2)),
            _ => ParentAmong(inner(dice)),
        }
    }

    pub(super) fn written(&self, i: Of) -> Predicate<Item> {
        match self {
            Wholes(c, a, b) => c.written(a.written(i), b.written(i)),
            Maybes(c, a, b) => c.written(a.written(i), b.written(i)),
            WholeMaybe(c, a, b) => c.written(a.written(i), b.written(i)),
            Prices(c, a, b) => c.written(a.written(i), b.written(i)),
            Texts(c, a, b) => c.written(a.written(i), b.written(i)),
            IsNull(a) => a.written(i).is_null(),
            HasName(a) => a.written(i).is_not_null(),
            In(a, list, false) => a.written(i).in_(list.clone()),
            In(a, list, true) => a.written(i).not_in(list.clone()),
            Between(a, low, high) => a.written(i).between(low.written(i), high.written(i)),
            Contains(a, part) => a.written(i).contains(part),
            AnyTag(n) => i.tags.any(|t| t.weight.gt(*n)),
            AllTags(n) => i.tags.all(|t| t.weight.gt(*n)),
            NoTag(n) => i.tags.none(|t| t.weight.gt(*n)),
            AnyChild(c) => i.children.any(|child| c.written(child)),
            AllChildren(c) => i.children.all(|child| c.written(child)),
            NoChild(c) => i.children.none(|child| c.written(child)),
            Exists(c, how, a) => {
                let outside = orm::outer::<Item, _>(a.written(i));
                orm::exists(Item::filter(|other| c.written(other) & how.written(other.number, outside)))
            }
            Among(a, c, of, negated) => {
                let list = Item::filter(|other| c.written(other)).values(|other| of.written(other));
                if *negated { a.written(i).not_in(list) } else { a.written(i).in_(list) }
            }
            ParentAmong(c) => i.parent.in_(Item::filter(|other| c.written(other))),
            Not(c) => !c.written(i),
            And(a, b) => a.written(i) & b.written(i),
            Or(a, b) => a.written(i) | b.written(i),
            Xor(a, b) => a.written(i) ^ b.written(i),
        }
    }

    /// `None` is NULL.
    pub(super) fn of(&self, w: &World, r: &Row) -> Option<bool> {
        let weights = |n: &i64| w.tags(r).map(|weight| weight.map(|weight| weight > *n)).collect::<Vec<_>>();
        match self {
            Wholes(c, a, b) => c.of(Some(a.of(w, r)), Some(b.of(w, r))),
            Maybes(c, a, b) => c.of(a.of(w, r), b.of(w, r)),
            WholeMaybe(c, a, b) => c.of(Some(a.of(w, r)), b.of(w, r)),
            Prices(c, a, b) => c.of(a.of(w, r), b.of(w, r)),
            Texts(c, a, b) => c.of(Some(a.of(w, r)), b.of(w, r)),
            IsNull(a) => Some(a.of(w, r).is_none()),
            HasName(a) => Some(a.of(w, r).is_some()),
            In(a, list, negated) => {
                let list: Vec<_> = list.iter().copied().map(Some).collect();
                among(a.of(w, r), &list).map(|is_in| is_in != *negated)
            }
            Between(a, low, high) => {
                let a = a.of(w, r);
                and(Ge.of(a, Some(low.of(w, r))), Le.of(a, high.of(w, r)))
            }
            Contains(a, part) => a.of(w, r).map(|text| text.contains(part)),
            AnyTag(n) => Some(weights(n).contains(&Some(true))),
            AllTags(n) => Some(weights(n).iter().all(|is_more| *is_more == Some(true))),
            NoTag(n) => Some(!weights(n).contains(&Some(true))),
            AnyChild(c) => Some(w.children(r).any(|child| c.is_true(w, child))),
            AllChildren(c) => Some(w.children(r).all(|child| c.is_true(w, child))),
            NoChild(c) => Some(!w.children(r).any(|child| c.is_true(w, child))),
            Exists(c, how, a) => {
                let outside = a.of(w, r);
                let fits = |other: &Row| how.of(Some(other.number), outside) == Some(true);
                Some(w.items.iter().any(|other| c.is_true(w, other) && fits(other)))
            }
            Among(a, c, of, negated) => {
                let list: Vec<_> = w.items.iter().filter(|other| c.is_true(w, other)).map(|o| of.of(w, o)).collect();
                among(a.of(w, r), &list).map(|is_in| is_in != *negated)
            }
            ParentAmong(c) => {
                let list: Vec<_> = w.items.iter().filter(|other| c.is_true(w, other)).map(|o| Some(o.id)).collect();
                among(r.parent, &list)
            }
            Not(c) => c.of(w, r).map(|value| !value),
            And(a, b) => and(a.of(w, r), b.of(w, r)),
            Or(a, b) => or(a.of(w, r), b.of(w, r)),
            Xor(a, b) => Some(a.of(w, r)? ^ b.of(w, r)?),
        }
    }

    pub(super) fn is_true(&self, w: &World, r: &Row) -> bool {
        self.of(w, r) == Some(true)
    }
}
