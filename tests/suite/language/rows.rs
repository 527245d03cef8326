//! Queries that give rows, or values of each row.

use std::collections::BTreeSet;

use orm::prelude::*;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::dice::Dice;
use super::order::{Key, Step, Way, compare, total, written};
use super::same;
use super::text::{MaybeText, Price};
use super::whole::{Maybe, Whole};
use super::world::{Item, Of, Row, World};

pub(super) const DEPTH: usize = 3;

/// Which rows, in which order.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// Those that are filtered, and those that are excluded.
    pub(super) conditions: Vec<(Condition, bool)>,
    pub(super) order: Vec<Step>,
    pub(super) slice: Slice,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Slice {
    pub(super) offset: usize,
    pub(super) limit: Option<usize>,
}

/// What is selected of each row.
#[derive(Debug, Clone)]
pub(super) struct Outputs(pub(super) Whole, pub(super) Maybe, pub(super) MaybeText, pub(super) Price);

pub(super) type Cells = (i64, Option<i64>, Option<String>, Option<Decimal>);

impl Slice {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        let offset = if dice.one_in(3) { dice.below(6) } else { 0 };
        Self { offset, limit: if dice.one_in(2) { Some(dice.below(9)) } else { None } }
    }

    pub(super) fn asked<T>(self, query: QuerySet<Item, T>) -> QuerySet<Item, T> {
        let query = if self.offset > 0 { query.offset(self.offset as u64) } else { query };
        if let Some(limit) = self.limit { query.limit(limit as u64) } else { query }
    }

    pub(super) fn of<T>(self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter().skip(self.offset).take(self.limit.unwrap_or(usize::MAX)).collect()
    }
}

impl Rows {
    pub(super) fn drawn(dice: &mut Dice) -> Self {
        let conditions = dice.list(2, |dice| (Condition::drawn(dice, DEPTH), dice.one_in(3)));
        let order = total(&dice.list(2, |dice| Step::drawn(dice, DEPTH - 1)));
        Self { conditions, order, slice: Slice::drawn(dice) }
    }

    pub(super) fn asked(&self) -> QuerySet<Item> {
        let filtered = self.conditions.iter().fold(Item::all(), |query, (condition, excluded)| {
            if *excluded { query.exclude(|i| condition.written(i)) } else { query.filter(|i| condition.written(i)) }
        });
        self.slice.asked(filtered.order_by(|i| written(&self.order, i)))
    }

    pub(super) fn filtered<'w>(&self, w: &'w World) -> Vec<&'w Row> {
        let fits = |r: &Row| self.conditions.iter().all(|(condition, excluded)| condition.is_true(w, r) != *excluded);
        w.items.iter().filter(|r| fits(r)).collect()
    }

    pub(super) fn of<'w>(&self, w: &'w World) -> Vec<&'w Row> {
        let mut rows = self.filtered(w);
        rows.sort_by(|a, b| compare(&self.order, w, a, b));
        self.slice.of(rows)
    }
}

impl Outputs {
    pub(super) fn drawn(dice: &mut Dice, depth: usize) -> Self {
        let whole = Whole::drawn(dice, depth);
        Self(whole, Maybe::drawn(dice, depth), MaybeText::drawn(dice, depth), Price::drawn(dice, depth))
    }

    pub(super) fn asked(&self, query: QuerySet<Item>) -> QuerySet<Item, Cells> {
        query.values(|i| (self.0.written(i), self.1.written(i), self.2.written(i), self.3.written(i)))
    }

    pub(super) fn of(&self, w: &World, r: &Row) -> Cells {
        (self.0.of(w, r), self.1.of(w, r), self.2.of(w, r), self.3.of(w, r))
    }

    /// An order in which only rows with the same values are equal.
    pub(super) fn order(&self, dice: &mut Dice) -> Vec<(usize, Way)> {
        let first = dice.below(4);
        (0..4).map(|place| ((first + place) % 4, Way::drawn(dice))).collect()
    }

    pub(super) fn written_order(&self, order: &[(usize, Way)], i: Of) -> Vec<Order<Item>> {
        let step = |&(place, way): &(usize, Way)| match place {
            0 => Step(Key::Whole(self.0.clone()), way),
            1 => Step(Key::Maybe(self.1.clone()), way),
            2 => Step(Key::Text(self.2.clone()), way),
            _ => Step(Key::Price(self.3.clone()), way),
        };
        order.iter().map(|by| step(by).written(i)).collect()
    }
}

pub(super) fn sort_cells(cells: &mut [Cells], order: &[(usize, Way)]) {
    cells.sort_by(|a, b| {
        order.iter().fold(std::cmp::Ordering::Equal, |so_far, &(place, way)| {
            so_far.then_with(|| match place {
                0 => way.compare(Some(&a.0), Some(&b.0)),
                1 => way.compare(a.1.as_ref(), b.1.as_ref()),
                2 => way.compare(a.2.as_ref(), b.2.as_ref()),
                _ => way.compare(a.3.as_ref(), b.3.as_ref()),
            })
        })
    });
}

/// What the rows are, how many, whether there are any, which is the first and the last.
pub(super) async fn rows(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (query, outputs) = (Rows::drawn(dice), Outputs::drawn(dice, DEPTH));
    let expected = query.of(w);
    let asked = query.asked();
    let values = outputs.asked(asked.clone());
    let context = || format!("{query:?}\n{outputs:?}\n{}", values.to_sql());
    let cells: Vec<Cells> = expected.iter().map(|r| outputs.of(w, r)).collect();
    same("values", values.clone().await, cells, context)?;
    let ids: Vec<i64> = expected.iter().map(|r| r.id).collect();
    match dice.below(5) {
        0 => same("count", asked.count().await, ids.len() as u64, context)?,
        1 => same("exists", asked.exists().await, !ids.is_empty(), context)?,
        2 if query.slice.limit.is_none() && query.slice.offset == 0 => {
            same("first", asked.clone().first().await.map(|i| i.map(|i| i.id)), ids.first().copied(), context)?;
            same("last", asked.last().await.map(|i| i.map(|i| i.id)), ids.last().copied(), context)?;
        }
        3 => {
            let sums = asked.aggregate(|i| (count(), i.number.sum(), outputs.1.written(i).max())).await;
            let sum = expected.iter().map(|r| r.number).reduce(|a, b| a + b);
            let max = expected.iter().filter_map(|r| outputs.1.of(w, r)).max();
            same("aggregate", sums, (ids.len() as i64, sum, max), context)?;
        }
        _ => same("rows", asked.await.map(|rows| rows.iter().map(|i| i.id).collect()), ids, context)?,
    }
    Ok(())
}

/// Values without those that are there already.
pub(super) async fn distinct(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (query, outputs) = (Rows::drawn(dice), Outputs::drawn(dice, 1));
    let order = outputs.order(dice);
    let unsliced = Rows { slice: Slice { offset: 0, limit: None }, ..query.clone() };
    let values = outputs.asked(unsliced.asked()).distinct().order_by(|i| outputs.written_order(&order, i));
    let values = query.slice.asked(values);
    let context = || format!("{query:?}\n{outputs:?}\n{order:?}\n{}", values.to_sql());
    let cells: BTreeSet<Cells> = query.filtered(w).iter().map(|r| outputs.of(w, r)).collect();
    let mut cells: Vec<Cells> = cells.into_iter().collect();
    sort_cells(&mut cells, &order);
    let cells = query.slice.of(cells);
    same("count", values.clone().count().await, cells.len() as u64, context)?;
    let sum = cells.iter().map(|cell| cell.0).reduce(|a, b| a + b);
    same("aggregate", values.clone().aggregate(|i| outputs.0.written(i).sum()).await, sum, context)?;
    same("distinct", values.clone().await, cells, context)
}

/// A condition is true, false or NULL of each row, and of no row two of these.
pub(super) async fn logic(w: &World, dice: &mut Dice) -> Result<(), String> {
    let condition = Condition::drawn(dice, DEPTH + 1);
    let context = || format!("{condition:?}\n{}", Item::filter(|i| condition.written(i).is_null()).to_sql());
    let truths: Vec<_> = w.items.iter().map(|r| condition.of(w, r)).collect();
    let values = Item::all().order_by(|i| i.id).values(|i| condition.written(i)).await;
    same("values", values, truths.clone(), context)?;
    let many = |of: Option<bool>| truths.iter().filter(|truth| **truth == of).count() as u64;
    let is_true = Item::filter(|i| condition.written(i)).count().await;
    let is_false = Item::filter(|i| !condition.written(i)).count().await;
    let is_null = Item::filter(|i| condition.written(i).is_null()).count().await;
    let excluded = Item::exclude(|i| condition.written(i)).count().await;
    same("filter", is_true, many(Some(true)), context)?;
    same("filter not", is_false, many(Some(false)), context)?;
    same("filter null", is_null, many(None), context)?;
    same("exclude", excluded, many(Some(false)) + many(None), context)
}
