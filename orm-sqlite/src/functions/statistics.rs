//! Variances, correlations and straight lines through points.

use std::collections::VecDeque;

use rusqlite::functions::{Aggregate, Context, WindowAggregate};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::PURE;
use super::number::number;

/// What is known of the points that are seen: their number, their mean, and the sums of the squares and products of what they differ
/// from it. Kept while points come (Welford's method), because a difference of large sums would lose the digits that count. No point
/// can be taken out again: what it has rounded away, or made infinite, would stay.
#[derive(Debug, Default, Clone, Copy)]
struct Points {
    count: f64,
    mean_x: f64,
    mean_y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Points {
    fn add(&mut self, x: f64, y: f64) {
        self.count += 1.0;
        let (dx, dy) = (x - self.mean_x, y - self.mean_y);
        self.mean_x += dx / self.count;
        self.mean_y += dy / self.count;
        self.xx += dx * (x - self.mean_x);
        self.yy += dy * (y - self.mean_y);
        self.xy += dx * (y - self.mean_y);
    }

    /// Of a sample, where there are at least two.
    fn of_sample(self, sum: f64) -> Option<f64> {
        (self.count > 1.0).then(|| sum / (self.count - 1.0))
    }

    fn slope(self) -> Option<f64> {
        (self.xx > 0.0).then(|| self.xy / self.xx)
    }

    fn of_any(self, value: f64) -> Option<f64> {
        (self.count > 0.0).then_some(value)
    }

    fn corr(self) -> Option<f64> {
        (self.xx > 0.0 && self.yy > 0.0).then(|| self.xy / (self.xx * self.yy).sqrt())
    }

    fn r2(self) -> Option<f64> {
        match (self.xx > 0.0, self.yy > 0.0) {
            (false, _) => None,
            (true, false) => Some(1.0),
            (true, true) => Some(self.xy * self.xy / (self.xx * self.yy)),
        }
    }
}

type Answer = fn(Points) -> Option<f64>;

const OF_ONE: [(&str, Answer); 4] = [
    ("stddev_pop", |p| p.of_any((p.xx / p.count).sqrt())),
    ("stddev_samp", |p| p.of_sample(p.xx).map(f64::sqrt)),
    ("var_pop", |p| p.of_any(p.xx / p.count)),
    ("var_samp", |p| p.of_sample(p.xx)),
];

/// As in SQL, the first argument is y and the second is x.
const OF_TWO: [(&str, Answer); 11] = [
    ("corr", Points::corr),
    ("covar_pop", |p| p.of_any(p.xy / p.count)),
    ("covar_samp", |p| p.of_sample(p.xy)),
    ("regr_slope", Points::slope),
    ("regr_intercept", |p| p.slope().map(|slope| p.mean_y - p.mean_x * slope)),
    ("regr_r2", Points::r2),
    ("regr_avgx", |p| p.of_any(p.mean_x)),
    ("regr_avgy", |p| p.of_any(p.mean_y)),
    ("regr_sxx", |p| p.of_any(p.xx)),
    ("regr_sxy", |p| p.of_any(p.xy)),
    ("regr_syy", |p| p.of_any(p.yy)),
];

/// Each by its name for the rows of a group, and with `_over` behind it for those of a window, which have to be remembered.
pub(super) fn define(connection: &Connection) -> Result<()> {
    for (name, answer) in OF_ONE {
        define_one(connection, name, 1, Statistic { answer, of_two: false })?;
    }
    for (name, answer) in OF_TWO {
        define_one(connection, name, 2, Statistic { answer, of_two: true })?;
    }
    connection.create_aggregate_function("regr_count", 2, PURE, Count)?;
    connection.create_window_function("regr_count_over", 2, PURE, Count)
}

fn define_one(connection: &Connection, name: &str, arguments: i32, statistic: Statistic) -> Result<()> {
    connection.create_aggregate_function(name, arguments, PURE, statistic)?;
    connection.create_window_function(format!("{name}_over").as_str(), arguments, PURE, OverFrame(statistic))
}

#[derive(Clone, Copy)]
struct Statistic {
    answer: Answer,
    of_two: bool,
}

/// The point that a row is; none where a part of it is NULL.
fn point(context: &Context<'_>, of_two: bool) -> Result<Option<(f64, f64)>> {
    let is_null = |index| context.get_raw(index) == ValueRef::Null;
    if is_null(0) || of_two && is_null(1) {
        return Ok(None);
    }
    let first = number(context, 0)?;
    Ok(Some(if of_two { (number(context, 1)?, first) } else { (first, 0.0) }))
}

impl Aggregate<Points, Option<f64>> for Statistic {
    fn init(&self, _: &mut Context<'_>) -> Result<Points> {
        Ok(Points::default())
    }

    fn step(&self, context: &mut Context<'_>, points: &mut Points) -> Result<()> {
        point(context, self.of_two)?.into_iter().for_each(|(x, y)| points.add(x, y));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, points: Option<Points>) -> Result<Option<f64>> {
        Ok(points.and_then(self.answer))
    }
}

/// A statistic of rows that come and go.
struct OverFrame(Statistic);

/// The points of a frame, and what is known of them.
#[derive(Default)]
struct Frame {
    rows: VecDeque<(f64, f64)>,
    points: Points,
    /// Whether points have gone that are still in what is known.
    stale: bool,
}

impl Frame {
    /// What is known of the points that are left. A frame that only grows is never counted again.
    fn points(&mut self) -> Points {
        if self.stale {
            self.points = Points::default();
            self.rows.iter().for_each(|&(x, y)| self.points.add(x, y));
            self.stale = false;
        }
        self.points
    }
}

impl Aggregate<Frame, Option<f64>> for OverFrame {
    fn init(&self, _: &mut Context<'_>) -> Result<Frame> {
        Ok(Frame::default())
    }

    fn step(&self, context: &mut Context<'_>, frame: &mut Frame) -> Result<()> {
        if let Some((x, y)) = point(context, self.0.of_two)? {
            frame.rows.push_back((x, y));
            frame.points.add(x, y);
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, frame: Option<Frame>) -> Result<Option<f64>> {
        Ok(frame.and_then(|mut frame| (self.0.answer)(frame.points())))
    }
}

impl WindowAggregate<Frame, Option<f64>> for OverFrame {
    fn value(&self, frame: Option<&mut Frame>) -> Result<Option<f64>> {
        Ok(frame.and_then(|frame| (self.0.answer)(frame.points())))
    }

    fn inverse(&self, context: &mut Context<'_>, frame: &mut Frame) -> Result<()> {
        if point(context, self.0.of_two)?.is_some() {
            frame.rows.pop_front();
            frame.stale = true;
        }
        Ok(())
    }
}

/// In how many rows both are there; of no rows 0, and not NULL.
struct Count;

impl Aggregate<i64, Value> for Count {
    fn init(&self, _: &mut Context<'_>) -> Result<i64> {
        Ok(0)
    }

    fn step(&self, context: &mut Context<'_>, count: &mut i64) -> Result<()> {
        *count += i64::from(point(context, true)?.is_some());
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, count: Option<i64>) -> Result<Value> {
        Ok(Value::Integer(count.unwrap_or(0)))
    }
}

impl WindowAggregate<i64, Value> for Count {
    fn value(&self, count: Option<&mut i64>) -> Result<Value> {
        Ok(Value::Integer(count.map_or(0, |count| *count)))
    }

    fn inverse(&self, context: &mut Context<'_>, count: &mut i64) -> Result<()> {
        *count -= i64::from(point(context, true)?.is_some());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(function: &str, frame: &str, values: &str) -> Result<Option<f64>> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        let sql = format!(
            "SELECT s FROM (SELECT column1 AS place, {function}(column2) OVER (ORDER BY column1 ROWS {frame}) AS s
             FROM (VALUES {values})) ORDER BY place DESC LIMIT 1"
        );
        connection.query_row(&sql, [], |row| row.get(0))
    }

    #[test]
    fn what_has_left_a_frame_leaves_nothing_behind() -> Result<()> {
        let rows = "(1, 1e10), (2, 1.5), (3, NULL), (4, 2.5)";
        assert_eq!(last("var_pop_over", "2 PRECEDING", rows)?, Some(0.25));
        assert_eq!(last("var_pop_over", "1 PRECEDING", rows)?, Some(0.0));
        assert_eq!(last("var_samp_over", "1 PRECEDING", rows)?, None);
        assert_eq!(last("var_pop_over", "1 PRECEDING", "(1, 9e999), (2, 1.5), (3, 2.5)")?, Some(0.25));
        assert_eq!(last("var_pop_over", "1 PRECEDING", "(1, 1.5), (2, NULL), (3, NULL)")?, None);
        assert_eq!(last("var_pop_over", "UNBOUNDED PRECEDING", "(1, 1.0), (2, 2.0), (3, 3.0)")?, Some(2.0 / 3.0));
        Ok(())
    }
}
