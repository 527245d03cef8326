//! Windows: the places of rows among others, and aggregates of those around.

use std::cmp::Ordering;
use std::ops::Bound;

use orm::expr::{Exclude, Window};
use orm::prelude::*;
use orm::{dense_rank, rank, row_number, window};

use super::condition::Condition;
use super::dice::Dice;
use super::order::{Step, compare, total, written};
use super::text::MaybeText;
use super::whole::{Maybe, Whole};
use super::world::{Item, Of, Row, World};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Unit {
    Rows,
    Groups,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Without {
    Nothing,
    Current,
    Group,
    Ties,
}

#[derive(Debug, Clone)]
pub(super) struct Over {
    partition: Vec<(Whole, MaybeText)>,
    order: Vec<Step>,
    frame: Option<(Unit, Option<i32>, Option<i32>)>,
    without: Without,
    /// Whether the order tells all rows apart.
    is_total: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Place {
    RowNumber,
    Rank,
    DenseRank,
    Count,
    CountOf(Maybe),
    CountThat(Box<Condition>),
}

#[derive(Debug, Clone)]
pub(super) enum Around {
    Sum(Maybe),
    Min(Maybe),
    Max(Whole),
    Lag(Maybe, usize),
    Lead(Whole, usize),
    First(Maybe),
    Last(Whole),
    Nth(Maybe, usize),
}

fn edge(rows: Option<i32>) -> Bound<i32> {
    rows.map_or(Bound::Unbounded, Bound::Included)
}

impl Over {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        let mut order = dice.list(2, |dice| Step::drawn(dice, 2));
        let is_total = dice.one_in(2);
        if is_total {
            order = total(&order);
        }
        let mut edges = [dice.within(-3..=3) as i32, dice.within(-3..=3) as i32];
        edges.sort_unstable();
        let bounds = (dice.maybe(|_| edges[0]), dice.maybe(|_| edges[1]));
        let frame = match dice.below(3) {
            0 if is_total => Some((Unit::Rows, bounds.0, bounds.1)),
            1 if !order.is_empty() => Some((Unit::Groups, bounds.0, bounds.1)),
            _ => None,
        };
        let without = dice.any(&[Without::Nothing, Without::Nothing, Without::Current, Without::Group, Without::Ties]);
        let partition = dice.list(1, |dice| (Whole::drawn(dice, 1), MaybeText::drawn(dice, 1)));
        Self { partition, order, frame, without, is_total }
    }

    fn written(&self, i: Of) -> Window<Item> {
        let mut over = window();
        if let Some((whole, text)) = self.partition.first() {
            over = over.partition_by((whole.written(i), text.written(i)));
        }
        if !self.order.is_empty() {
            over = over.order_by(written(&self.order, i));
        }
        over = match self.frame {
            None => over,
            Some((Unit::Rows, start, end)) => over.rows((edge(start), edge(end))),
            Some((Unit::Groups, start, end)) => over.groups((edge(start), edge(end))),
        };
        match self.without {
            Without::Nothing => over,
            Without::Current => over.exclude(Exclude::CurrentRow),
            Without::Group => over.exclude(Exclude::Group),
            Without::Ties => over.exclude(Exclude::Ties),
        }
    }

    /// The rows of a row's partition in their order, and its place among them.
    fn partition<'w>(&self, w: &World, rows: &[&'w Row], r: &Row) -> (Vec<&'w Row>, usize) {
        let key = |r: &Row| self.partition.first().map(|(whole, text)| (whole.of(w, r), text.of(w, r)));
        let own = key(r);
        let mut rows: Vec<&Row> = rows.iter().copied().filter(|other| key(other) == own).collect();
        rows.sort_by(|a, b| compare(&self.order, w, a, b));
        let place = rows.iter().position(|other| other.id == r.id).unwrap_or(0);
        (rows, place)
    }

    fn are_peers(&self, w: &World, a: &Row, b: &Row) -> bool {
        compare(&self.order, w, a, b) == Ordering::Equal
    }

    /// The number of each row's group of peers.
    fn groups(&self, w: &World, rows: &[&Row]) -> Vec<i64> {
        let mut number = 0;
        let mut before: Option<&Row> = None;
        rows.iter()
            .map(|r| {
                number += i64::from(before.is_some_and(|before| !self.are_peers(w, before, r)));
                before = Some(r);
                number
            })
            .collect()
    }

    fn frame<'w>(&self, w: &World, rows: &[&'w Row], place: usize) -> Vec<&'w Row> {
        let groups = self.groups(w, rows);
        let own = groups[place];
        let is_in = |other: usize| {
            let (distance, start, end) = match self.frame {
                None => (groups[other] - own, None, Some(0)),
                Some((Unit::Rows, start, end)) => (other as i64 - place as i64, start, end),
                Some((Unit::Groups, start, end)) => (groups[other] - own, start, end),
            };
            let inside = start.is_none_or(|start| distance >= i64::from(start))
                && end.is_none_or(|end| distance <= i64::from(end));
            let is_peer = groups[other] == own;
            inside
                && match self.without {
                    Without::Nothing => true,
                    Without::Current => other != place,
                    Without::Group => !is_peer,
                    Without::Ties => other == place || !is_peer,
                }
        };
        rows.iter().enumerate().filter(|(other, _)| is_in(*other)).map(|(_, r)| *r).collect()
    }
}

impl Place {
    pub(super) fn drawn(dice: &mut Dice, over: &Over) -> Self {
        match dice.below(6) {
            0 if over.is_total => Self::RowNumber,
            1 => Self::Rank,
            2 => Self::DenseRank,
            3 => Self::CountOf(Maybe::drawn(dice, 2)),
            4 => Self::CountThat(Box::new(Condition::drawn(dice, 2))),
            _ => Self::Count,
        }
    }

    pub(super) fn written(&self, over: &Over, i: Of) -> Expr<Item, i64> {
        let over = over.written(i);
        match self {
            Self::RowNumber => row_number().over(over),
            Self::Rank => rank().over(over),
            Self::DenseRank => dense_rank().over(over),
            Self::Count => count().over(over),
            Self::CountOf(value) => value.written(i).count().over(over),
            Self::CountThat(condition) => count().filter(condition.written(i)).over(over),
        }
    }

    pub(super) fn of(&self, over: &Over, w: &World, rows: &[&Row], r: &Row) -> i64 {
        let (rows, place) = over.partition(w, rows, r);
        match self {
            Self::RowNumber => place as i64 + 1,
            Self::Rank => rows.iter().filter(|other| compare(&over.order, w, other, r).is_lt()).count() as i64 + 1,
            Self::DenseRank => over.groups(w, &rows)[place] + 1,
            Self::Count => over.frame(w, &rows, place).len() as i64,
            Self::CountOf(value) => {
                over.frame(w, &rows, place).iter().filter(|other| value.of(w, other).is_some()).count() as i64
            }
            Self::CountThat(condition) => {
                over.frame(w, &rows, place).iter().filter(|other| condition.is_true(w, other)).count() as i64
            }
        }
    }
}

impl Around {
    pub(super) fn drawn(dice: &mut Dice, over: &Over) -> Self {
        match dice.below(if over.is_total { 8 } else { 3 }) {
            0 => Self::Sum(Maybe::drawn(dice, 2)),
            1 => Self::Min(Maybe::drawn(dice, 2)),
            2 => Self::Max(Whole::drawn(dice, 2)),
            3 => Self::Lag(Maybe::drawn(dice, 2), dice.below(3)),
            4 => Self::Lead(Whole::drawn(dice, 2), dice.below(3)),
            5 => Self::First(Maybe::drawn(dice, 2)),
            6 => Self::Last(Whole::drawn(dice, 2)),
            _ => Self::Nth(Maybe::drawn(dice, 2), 1 + dice.below(3)),
        }
    }

    pub(super) fn written(&self, over: &Over, i: Of) -> Expr<Item, Option<i64>> {
        let over = over.written(i);
        match self {
            Self::Sum(value) => value.written(i).sum().over(over),
            Self::Min(value) => value.written(i).min().over(over),
            Self::Max(value) => value.written(i).max().over(over),
            Self::Lag(value, rows) => value.written(i).lag(*rows as i32).over(over),
            Self::Lead(value, rows) => value.written(i).lead(*rows as i32).over(over),
            Self::First(value) => value.written(i).first_value().over(over),
            Self::Last(value) => value.written(i).last_value().over(over),
            Self::Nth(value, number) => value.written(i).nth_value(*number as i32).over(over),
        }
    }

    pub(super) fn of(&self, over: &Over, w: &World, rows: &[&Row], r: &Row) -> Option<i64> {
        let (rows, place) = over.partition(w, rows, r);
        let frame = over.frame(w, &rows, place);
        match self {
            Self::Sum(value) => frame.iter().filter_map(|other| value.of(w, other)).reduce(|a, b| a + b),
            Self::Min(value) => frame.iter().filter_map(|other| value.of(w, other)).min(),
            Self::Max(value) => frame.iter().map(|other| value.of(w, other)).max(),
            Self::Lag(value, by) => place.checked_sub(*by).and_then(|place| value.of(w, rows[place])),
            Self::Lead(value, by) => rows.get(place + by).map(|other| value.of(w, other)),
            Self::First(value) => frame.first().and_then(|other| value.of(w, other)),
            Self::Last(value) => frame.last().map(|other| value.of(w, other)),
            Self::Nth(value, number) => frame.get(number - 1).and_then(|other| value.of(w, other)),
        }
    }
}
