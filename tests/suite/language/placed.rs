//! Queries with the values of windows, conditions on these, and the first row of each of several values.

use std::collections::BTreeSet;

use orm::expr::Operand as _;
use orm::prelude::*;

use super::condition::{Comparison, Condition};
use super::dice::Dice;
use super::order::{Key, Step, Way, compare, total, written};
use super::rows::{Outputs, Rows, Slice};
use super::same;
use super::text::MaybeText;
use super::whole::Whole;
use super::windows::{Around, Over, Place};
use super::world::{Item, Of, Row, World};

/// A condition on the value of a window.
#[derive(Debug, Clone)]
enum Filter {
    Place(Over, Place, Comparison, i64),
    Around(Over, Around, Comparison, i64),
    Either(Box<Filter>, Condition),
    Both(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
}

impl Filter {
    fn drawn(dice: &mut Dice, depth: usize) -> Self {
        let over = Over::drawn(dice);
        let inner = |dice: &mut Dice| Box::new(Self::drawn(dice, depth - 1));
        match dice.below(if depth == 0 { 2 } else { 5 }) {
            0 => Self::Place(over.clone(), Place::drawn(dice, &over), Comparison::drawn(dice), dice.within(0..=4)),
            1 => Self::Around(over.clone(), Around::drawn(dice, &over), Comparison::drawn(dice), dice.within(-3..=3)),
            2 => Self::Either(inner(dice), Condition::drawn(dice, 2)),
            3 => Self::Both(inner(dice), inner(dice)),
            _ => Self::Not(inner(dice)),
        }
    }

    fn written(&self, i: Of) -> Predicate<Item> {
        match self {
            Self::Place(over, place, c, n) => c.written(place.written(over, i), *n),
            Self::Around(over, around, c, n) => c.written(around.written(over, i), *n),
            Self::Either(a, b) => a.written(i) | b.written(i),
            Self::Both(a, b) => a.written(i) & b.written(i),
            Self::Not(a) => !a.written(i),
        }
    }

    fn of(&self, w: &World, rows: &[&Row], r: &Row) -> Option<bool> {
        match self {
            Self::Place(over, place, c, n) => c.of(Some(place.of(over, w, rows, r)), Some(*n)),
            Self::Around(over, around, c, n) => c.of(around.of(over, w, rows, r), Some(*n)),
            Self::Either(a, b) => crate::logic::or(a.of(w, rows, r), b.of(w, r)),
            Self::Both(a, b) => crate::logic::and(a.of(w, rows, r), b.of(w, rows, r)),
            Self::Not(a) => a.of(w, rows, r).map(|value| !value),
        }
    }
}

pub(super) async fn windows(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (query, outputs) = (Rows::drawn(dice), Outputs::drawn(dice, 1));
    let filters = dice.list(2, |dice| (Filter::drawn(dice, 2), dice.one_in(3)));
    let (over, other) = (Over::drawn(dice), Over::drawn(dice));
    let (place, around) = (Place::drawn(dice, &over), Around::drawn(dice, &other));
    let way = dice.maybe(Way::drawn);
    let asked = filters.iter().fold(query.asked(), |asked, (filter, excluded)| {
        if *excluded { asked.exclude(|i| filter.written(i)) } else { asked.filter(|i| filter.written(i)) }
    });
    let asked = asked.order_by(|i| {
        let first = way.map(|way| way.written(around.written(&other, i)));
        first.into_iter().chain(written(&query.order, i)).collect::<Vec<_>>()
    });
    let values = asked.clone().values(|i| {
        (
            i.id,
            place.written(&over, i),
            around.written(&other, i),
            outputs.3.written(i),
            around.written(&other, i).coalesce(place.written(&over, i)).expr(),
        )
    });
    let context = || {
        let windows = format!("{place:?} {over:?}\n{around:?} {other:?} {way:?}");
        format!("{query:?}\n{filters:?}\n{windows}\n{outputs:?}\n{}", values.to_sql())
    };
    let all = query.filtered(w);
    let value = |r: &Row| around.of(&other, w, &all, r);
    let fits = |r: &Row| filters.iter().all(|(filter, excluded)| (filter.of(w, &all, r) == Some(true)) != *excluded);
    let mut rows: Vec<&Row> = all.iter().copied().filter(|r| fits(r)).collect();
    rows.sort_by(|a, b| {
        let first = way.map(|way| way.compare(value(a).as_ref(), value(b).as_ref()));
        first.unwrap_or(std::cmp::Ordering::Equal).then_with(|| compare(&query.order, w, a, b))
    });
    let rows = query.slice.of(rows);
    let cells = rows.iter().map(|r| {
        let place = place.of(&over, w, &all, r);
        (r.id, place, value(r), outputs.3.of(w, r), value(r).unwrap_or(place))
    });
    let cells: Vec<_> = cells.collect();
    same("values", values.clone().await, cells, context)?;
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    match dice.below(4) {
        0 => same("count", values.clone().count().await, ids.len() as u64, context),
        1 => same("exists", asked.exists().await, !ids.is_empty(), context),
        2 => {
            let sum = rows.iter().map(|r| r.number).reduce(|a, b| a + b);
            same("aggregate", asked.aggregate(|i| i.number.sum()).await, sum, context)
        }
        _ => same("rows", asked.await.map(|rows| rows.iter().map(|i| i.id).collect()), ids, context),
    }
}

/// The first row for each of several values.
pub(super) async fn firsts(w: &World, dice: &mut Dice) -> Result<(), String> {
    let query = Rows { slice: Slice { offset: 0, limit: None }, ..Rows::drawn(dice) };
    let (slice, outputs) = (Slice::drawn(dice), Outputs::drawn(dice, 1));
    let (whole, text) = (Whole::drawn(dice, 2), MaybeText::drawn(dice, 2));
    let keys = [Key::Whole(whole.clone()), Key::Text(text.clone())];
    let mut said = total(&query.order);
    let mut order = Vec::new();
    if dice.one_in(2) {
        let mut by: Vec<Step> = keys.iter().map(|key| Step(key.clone(), Way::drawn(dice))).collect();
        by.rotate_left(dice.below(2));
        said = [by, said].concat();
    } else {
        // An order that does not begin with these is made to.
        let is = |step: &Step, key: &Key| format!("{:?}", step.0) == format!("{key:?}");
        let beginning = said.iter().take_while(|step| keys.iter().any(|key| is(step, key)));
        let beginning: Vec<&Step> = beginning.collect();
        let begins = |key: &Key| beginning.iter().any(|step| is(step, key));
        let ascending = Way { descending: false, nulls_first: None };
        order.extend(keys.iter().filter(|key| !begins(key)).map(|key| Step(key.clone(), ascending)));
    }
    order.extend(said.clone());
    let asked = query.asked().distinct_on(|i| (whole.written(i), text.written(i))).order_by(|i| written(&said, i));
    let values = outputs.asked(slice.asked(asked.clone()));
    let context = || format!("{query:?} {slice:?}\n{order:?}\n{outputs:?}\n{}", values.to_sql());
    let mut rows = query.filtered(w);
    rows.sort_by(|a, b| compare(&order, w, a, b));
    let mut seen = BTreeSet::new();
    rows.retain(|r| seen.insert(keys.each_ref().map(|key| key.of(w, r))));
    let rows = slice.of(rows);
    same("count", values.clone().count().await, rows.len() as u64, context)?;
    same("values", values.clone().await, rows.iter().map(|r| outputs.of(w, r)).collect(), context)
}
