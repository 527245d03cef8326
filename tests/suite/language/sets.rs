//! Unions, intersections and differences of queries.

use orm::prelude::*;

use super::condition::Comparison;
use super::dice::Dice;
use super::order::Way;
use super::rows::{Cells, Outputs, Rows, Slice, sort_cells};
use super::same;
use super::whole::Whole;
use super::world::{Item, World};

#[derive(Debug, Clone, Copy)]
enum Op {
    Union,
    UnionAll,
    Intersection,
    Difference,
}

#[derive(Debug, Clone)]
enum Set {
    Part(Rows, Outputs),
    Of(Op, Box<Set>, Box<Set>),
}

impl Op {
    fn drawn(dice: &mut Dice) -> Self {
        dice.any(&[Self::Union, Self::UnionAll, Self::Intersection, Self::Difference])
    }

    fn asked<T>(self, left: QuerySet<Item, T>, right: QuerySet<Item, T>) -> QuerySet<Item, T> {
        match self {
            Self::Union => left.union(right),
            Self::UnionAll => left.union_all(right),
            Self::Intersection => left.intersection(right),
            Self::Difference => left.difference(right),
        }
    }

    fn of<T: Ord>(self, mut left: Vec<T>, right: Vec<T>) -> Vec<T> {
        match self {
            Self::Union | Self::UnionAll => left.extend(right),
            Self::Intersection => left.retain(|row| right.contains(row)),
            Self::Difference => left.retain(|row| !right.contains(row)),
        }
        left.sort();
        if !matches!(self, Self::UnionAll) {
            left.dedup();
        }
        left
    }
}

impl Set {
    fn drawn(dice: &mut Dice, depth: usize) -> Self {
        if depth == 0 {
            return Self::Part(Rows::drawn(dice), Outputs::drawn(dice, 1));
        }
        let left = if dice.one_in(3) { depth - 1 } else { 0 };
        let right = if dice.one_in(3) { depth - 1 } else { 0 };
        let (left, right) = (Self::drawn(dice, left), Self::drawn(dice, right));
        Self::Of(Op::drawn(dice), Box::new(left), Box::new(right))
    }

    /// What the first of them selects gives the columns their names.
    fn outputs(&self) -> &Outputs {
        match self {
            Self::Part(_, outputs) => outputs,
            Self::Of(_, left, _) => left.outputs(),
        }
    }

    fn asked(&self) -> QuerySet<Item, Cells> {
        match self {
            Self::Part(rows, outputs) => outputs.asked(rows.asked()),
            Self::Of(op, left, right) => op.asked(left.asked(), right.asked()),
        }
    }

    fn of(&self, w: &World) -> Vec<Cells> {
        match self {
            Self::Part(rows, outputs) => rows.of(w).iter().map(|r| outputs.of(w, r)).collect(),
            Self::Of(op, left, right) => op.of(left.of(w), right.of(w)),
        }
    }

    fn rows_asked(&self) -> QuerySet<Item> {
        match self {
            Self::Part(rows, _) => rows.asked(),
            Self::Of(op, left, right) => op.asked(left.rows_asked(), right.rows_asked()),
        }
    }

    fn rows_of(&self, w: &World) -> Vec<i64> {
        match self {
            Self::Part(rows, _) => rows.of(w).iter().map(|r| r.id).collect(),
            Self::Of(op, left, right) => op.of(left.rows_of(w), right.rows_of(w)),
        }
    }
}

/// Of values, filtered, ordered and sliced as a whole.
pub(super) async fn of_values(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (set, slice) = (Set::drawn(dice, 2), Slice::drawn(dice));
    let outputs = set.outputs();
    let order: Vec<(usize, Way)> = outputs.order(dice);
    let filter = dice.maybe(|dice| (Comparison::drawn(dice), dice.within(-3..=3)));
    let (mut query, mut cells) = (set.asked(), set.of(w));
    if let Some((comparison, with)) = filter {
        query = query.filter(|i| comparison.written(outputs.1.written(i), with));
        cells.retain(|cell| comparison.of(cell.1, Some(with)) == Some(true));
    }
    let query = slice.asked(query.order_by(|i| outputs.written_order(&order, i)));
    let context = || format!("{set:?}\n{order:?} {slice:?} {filter:?}\n{}", query.to_sql());
    sort_cells(&mut cells, &order);
    let cells = slice.of(cells);
    same("count", query.clone().count().await, cells.len() as u64, context)?;
    let sum = cells.iter().map(|cell| cell.0).reduce(|a, b| a + b);
    // A value in an expression is itself, and no name of the column that the first of them gives it for.
    if !matches!(outputs.0, Whole::Literal(_)) {
        same("aggregate", query.clone().aggregate(|i| outputs.0.written(i).sum()).await, sum, context)?;
    }
    same("values", query.clone().await, cells, context)
}

/// Of whole rows, of which anything can be asked behind them.
pub(super) async fn of_rows(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (set, whole, outputs) = (Set::drawn(dice, 2), Rows::drawn(dice), Outputs::drawn(dice, 2));
    let query = whole.conditions.iter().fold(set.rows_asked(), |query, (condition, excluded)| {
        if *excluded { query.exclude(|i| condition.written(i)) } else { query.filter(|i| condition.written(i)) }
    });
    let query = whole.slice.asked(query.order_by(|i| super::order::written(&whole.order, i)));
    let ids = set.rows_of(w);
    let mut rows: Vec<_> = ids.iter().filter_map(|id| w.items.iter().find(|r| r.id == *id)).collect();
    rows.retain(|r| whole.conditions.iter().all(|(condition, excluded)| condition.is_true(w, r) != *excluded));
    rows.sort_by(|a, b| super::order::compare(&whole.order, w, a, b));
    let rows = whole.slice.of(rows);
    let context = || format!("{set:?}\n{whole:?}\n{outputs:?}\n{}", query.to_sql());
    same("count", query.clone().count().await, rows.len() as u64, context)?;
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    same("rows", query.clone().await.map(|rows| rows.iter().map(|i| i.id).collect()), ids, context)?;
    let cells = rows.iter().map(|r| outputs.of(w, r)).collect();
    same("values", outputs.asked(query.clone()).await, cells, context)
}
