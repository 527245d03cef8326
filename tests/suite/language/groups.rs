//! Groups of rows, and aggregates of all.

use std::collections::BTreeMap;

use orm::prelude::*;
use rust_decimal::Decimal;

use super::aggregate::{Count, Having, Total, sum};
use super::dice::Dice;
use super::order::Way;
use super::rows::{Rows, Slice};
use super::same;
use super::text::{MaybeText, Price};
use super::whole::{Maybe, Whole};
use super::world::{Of, Row, World};

/// What the rows are grouped by, and what is asked of each group.
#[derive(Debug, Clone)]
struct Groups {
    keys: (Whole, MaybeText),
    count: Count,
    total: Total,
    price: Price,
    mean: Maybe,
    having: Vec<Having>,
    order: Vec<(usize, Way)>,
    slice: Slice,
}

type Cells = (i64, Option<String>, i64, Option<i64>, (Option<Decimal>, Option<f64>, Option<Decimal>));

fn mean(maybe: &Maybe, w: &World, rows: &[&Row]) -> Option<f64> {
    let values: Vec<f64> = rows.iter().filter_map(|r| maybe.of(w, r)).map(|value| value as f64).collect();
    if values.is_empty() { None } else { Some(values.iter().sum::<f64>() / values.len() as f64) }
}

fn mean_price(price: &Price, w: &World, rows: &[&Row]) -> Option<Decimal> {
    let values = rows.iter().filter(|r| price.of(w, r).is_some()).count();
    Some(sum(price, w, rows)? / Decimal::from(values))
}

/// Databases keep a mean to more or fewer digits.
fn rounded(cells: Cells) -> Cells {
    let (sum, mean, price) = cells.4;
    let mean = mean.map(|mean| (mean * 1e6).round() / 1e6);
    (cells.0, cells.1, cells.2, cells.3, (sum, mean, price.map(|price| price.round_dp(9))))
}

impl Groups {
    fn drawn(dice: &mut Dice) -> Self {
        let keys = (Whole::drawn(dice, 2), MaybeText::drawn(dice, 1));
        let mut order: Vec<(usize, Way)> = dice.list(3, |dice| (dice.below(5), Way::drawn(dice)));
        order.extend([(0, Way::drawn(dice)), (1, Way::drawn(dice))]);
        Self {
            keys,
            count: Count::drawn(dice),
            total: Total::drawn(dice, 1),
            price: Price::drawn(dice, 2),
            mean: Maybe::drawn(dice, 2),
            having: dice.list(2, |dice| Having::drawn(dice, 2)),
            order,
            slice: Slice::drawn(dice),
        }
    }

    fn step(&self, i: Of, place: usize, way: Way) -> Order<super::world::Item> {
        match place {
            0 => way.written(self.keys.0.written(i)),
            1 => way.written(self.keys.1.written(i)),
            2 => way.written(self.count.written(i)),
            3 => way.written(self.total.written(i)),
            _ => way.written(self.price.written(i).sum()),
        }
    }

    fn of(&self, w: &World, rows: Vec<&Row>) -> Vec<Cells> {
        let mut groups: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
        for r in rows {
            groups.entry((self.keys.0.of(w, r), self.keys.1.of(w, r))).or_default().push(r);
        }
        groups.retain(|_, rows| self.having.iter().all(|having| having.of(w, rows) == Some(true)));
        let cells = groups.into_iter().map(|((whole, text), rows)| {
            let prices = (sum(&self.price, w, &rows), mean(&self.mean, w, &rows), mean_price(&self.price, w, &rows));
            (whole, text, self.count.of(w, &rows), self.total.of(w, &rows), prices)
        });
        let mut cells: Vec<Cells> = cells.collect();
        cells.sort_by(|a, b| {
            self.order.iter().fold(std::cmp::Ordering::Equal, |so_far, &(place, way)| {
                so_far.then_with(|| match place {
                    0 => way.compare(Some(&a.0), Some(&b.0)),
                    1 => way.compare(a.1.as_ref(), b.1.as_ref()),
                    2 => way.compare(Some(&a.2), Some(&b.2)),
                    3 => way.compare(a.3.as_ref(), b.3.as_ref()),
                    _ => way.compare(a.4.0.as_ref(), b.4.0.as_ref()),
                })
            })
        });
        self.slice.of(cells)
    }
}

pub(super) async fn groups(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (rows, groups) = (Rows { slice: Slice { offset: 0, limit: None }, ..Rows::drawn(dice) }, Groups::drawn(dice));
    let values = rows.asked().values(|i| {
        let prices = (groups.price.written(i).sum(), groups.mean.written(i).avg(), groups.price.written(i).avg());
        (groups.keys.0.written(i), groups.keys.1.written(i), groups.count.written(i), groups.total.written(i), prices)
    });
    let filtered = groups.having.iter().fold(values, |query, having| query.filter(|i| having.written(i)));
    let ordered =
        filtered.order_by(|i| groups.order.iter().map(|&(place, way)| groups.step(i, place, way)).collect::<Vec<_>>());
    let query = groups.slice.asked(ordered);
    let context = || format!("{:?}\n{groups:?}\n{}", rows.conditions, query.to_sql());
    let cells: Vec<Cells> = groups.of(w, rows.filtered(w)).into_iter().map(rounded).collect();
    let given = query.clone().await.map(|rows| rows.into_iter().map(rounded).collect());
    same("groups", given, cells.clone(), context)?;
    match dice.below(4) {
        0 => same("count", query.clone().count().await, cells.len() as u64, context),
        1 => same("exists", query.clone().exists().await, !cells.is_empty(), context),
        2 => {
            let given = query.clone().aggregate(|i| {
                (count(), groups.count.written(i).max(), groups.total.written(i).sum(), groups.keys.1.written(i).min())
            });
            let counts = cells.iter().map(|cell| cell.2).max();
            let totals = cells.iter().filter_map(|cell| cell.3).reduce(|a, b| a + b);
            let texts = cells.iter().filter_map(|cell| cell.1.clone()).min();
            same("aggregate", given.await, (cells.len() as i64, counts, totals, texts), context)
        }
        _ => same("first", query.clone().first().await.map(|row| row.map(rounded)), cells.first().cloned(), context),
    }
}

/// Of all rows, which are one group, also where there are none; and of a slice of them.
pub(super) async fn totals(w: &World, dice: &mut Dice) -> Result<(), String> {
    let (mut rows, groups) = (Rows::drawn(dice), Groups::drawn(dice));
    let select = |i: Of| {
        let prices = (groups.price.written(i).sum(), groups.mean.written(i).avg(), groups.price.written(i).avg());
        (count(), groups.keys.1.written(i).max(), groups.count.written(i), groups.total.written(i), prices)
    };
    let expected = |all: &[&Row]| {
        let prices = (sum(&groups.price, w, all), mean(&groups.mean, w, all), mean_price(&groups.price, w, all));
        let text = all.iter().filter_map(|r| groups.keys.1.of(w, r)).max();
        rounded((all.len() as i64, text, groups.count.of(w, all), groups.total.of(w, all), prices))
    };
    let of_slice = rows.asked().aggregate(select).await.map(rounded);
    let context = || format!("{rows:?}\n{groups:?}\n{}", rows.asked().to_sql());
    same("aggregate", of_slice, expected(&rows.of(w)), context)?;
    rows.slice = Slice { offset: 0, limit: None };
    let query = rows.asked().order_by(|_| Vec::<Order<super::world::Item>>::new()).values(select);
    let context = || format!("{rows:?}\n{groups:?}\n{}", query.to_sql());
    let given = query.clone().await.map(|rows| rows.into_iter().map(rounded).collect());
    same("values", given, vec![expected(&rows.filtered(w))], context)
}
