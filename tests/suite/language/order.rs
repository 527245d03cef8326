//! Orders of rows.

use std::cmp::Ordering;

use orm::expr::Operand;
use orm::prelude::*;
use rust_decimal::Decimal;

use super::dice::Dice;
use super::text::{MaybeText, Price};
use super::whole::{Maybe, Whole};
use super::world::{Item, Of, Row, World};

#[derive(Debug, Clone)]
pub(super) enum Key {
    Whole(Whole),
    Maybe(Maybe),
    Text(MaybeText),
    Price(Price),
}

/// What two rows are compared by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Whole(i64),
    Text(String),
    Price(Decimal),
}

/// The direction, and whether NULL comes first, if that is said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) descending: bool,
    pub(super) nulls_first: Option<bool>,
}

#[derive(Debug, Clone)]
pub(super) struct Step(pub(super) Key, pub(super) Way);

impl Way {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        Self {
            descending: dice.one_in(2),
            nulls_first: if dice.one_in(2) { dice.maybe(|d| d.one_in(2)) } else { None },
        }
    }

    pub(super) fn written<O: Operand<Root = Item>>(self, value: O) -> Order<Item> {
        let order = if self.descending { value.desc() } else { value.asc() };
        match self.nulls_first {
            None => order,
            Some(true) => order.nulls_first(),
            Some(false) => order.nulls_last(),
        }
    }

    pub(super) fn compare<T: Ord>(self, a: Option<&T>, b: Option<&T>) -> Ordering {
        let nulls_first = self.nulls_first.unwrap_or(self.descending);
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            _ if nulls_first => a.is_some().cmp(&b.is_some()),
            _ => b.is_some().cmp(&a.is_some()),
        }
    }
}

impl Key {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        match dice.below(4) {
            0 => Self::Whole(Whole::drawn(dice, depth)),
            1 => Self::Maybe(Maybe::drawn(dice, depth)),
            2 => Self::Text(MaybeText::drawn(dice, depth)),
            _ => Self::Price(Price::drawn(dice, depth)),
        }
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> Option<Value> {
        match self {
            Self::Whole(key) => Some(Value::Whole(key.of(w, r))),
            Self::Maybe(key) => key.of(w, r).map(Value::Whole),
            Self::Text(key) => key.of(w, r).map(Value::Text),
            Self::Price(key) => key.of(w, r).map(Value::Price),
        }
    }
}

impl Step {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        Self(Key::drawn(dice, depth), Way::drawn(dice))
    }

    pub(super) fn written(&self, i: Of) -> Order<Item> {
        match &self.0 {
            Key::Whole(key) => self.1.written(key.written(i)),
            Key::Maybe(key) => self.1.written(key.written(i)),
            Key::Text(key) => self.1.written(key.written(i)),
            Key::Price(key) => self.1.written(key.written(i)),
        }
    }
}

/// By these, and then by the key, so that there is one order alone.
pub(super) fn total(steps: &[Step]) -> Vec<Step> {
    let mut all = steps.to_vec();
    all.push(Step(Key::Whole(Whole::Id), Way { descending: false, nulls_first: None }));
    all
}

pub(super) fn written(steps: &[Step], i: Of) -> Vec<Order<Item>> {
    steps.iter().map(|step| step.written(i)).collect()
}

pub(super) fn compare(steps: &[Step], w: &World, a: &Row, b: &Row) -> Ordering {
    steps.iter().fold(Ordering::Equal, |order, Step(key, way)| {
        order.then_with(|| way.compare(key.of(w, a).as_ref(), key.of(w, b).as_ref()))
    })
}
