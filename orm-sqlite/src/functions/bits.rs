//! The bits of many whole numbers together.

use rusqlite::functions::{Aggregate, Context, WindowAggregate};
use rusqlite::{Connection, Result};

use super::PURE;

pub(super) fn define(connection: &Connection) -> Result<()> {
    let functions: [(&str, IsSet); 3] = [
        ("bit_and", |ones, values| ones == values),
        ("bit_or", |ones, _| ones > 0),
        ("bit_xor", |ones, _| ones % 2 == 1),
    ];
    for (name, is_set) in functions {
        connection.create_window_function(name, 1, PURE, Bits { is_set })?;
    }
    Ok(())
}

/// Whether a bit is set that so many of so many values have.
type IsSet = fn(u64, u64) -> bool;

struct Bits {
    is_set: IsSet,
}

/// How many values are seen, and of each bit how many have it: a value that leaves a window takes away what it has brought.
#[derive(Clone, Copy)]
struct Seen {
    ones: [u64; 64],
    values: u64,
}

impl Seen {
    fn change(&mut self, value: i64, change: fn(u64, u64) -> u64) {
        self.values = change(self.values, 1);
        let bits = value.cast_unsigned();
        for (place, ones) in (0_u32..).zip(&mut self.ones) {
            *ones = change(*ones, bits >> place & 1);
        }
    }

    fn together(&self, is_set: IsSet) -> Option<i64> {
        let bits = (0_u32..).zip(self.ones).map(|(place, ones)| u64::from(is_set(ones, self.values)) << place);
        (self.values > 0).then(|| bits.fold(0, |all, bit| all | bit).cast_signed())
    }
}

impl Aggregate<Seen, Option<i64>> for Bits {
    fn init(&self, _: &mut Context<'_>) -> Result<Seen> {
        Ok(Seen { ones: [0; 64], values: 0 })
    }

    fn step(&self, context: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        context.get::<Option<i64>>(0)?.into_iter().for_each(|value| seen.change(value, u64::saturating_add));
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, seen: Option<Seen>) -> Result<Option<i64>> {
        Ok(seen.and_then(|seen| seen.together(self.is_set)))
    }
}

impl WindowAggregate<Seen, Option<i64>> for Bits {
    fn value(&self, seen: Option<&mut Seen>) -> Result<Option<i64>> {
        Ok(seen.and_then(|seen| seen.together(self.is_set)))
    }

    fn inverse(&self, context: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        context.get::<Option<i64>>(0)?.into_iter().for_each(|value| seen.change(value, u64::saturating_sub));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_all_and_of_frames() -> Result<()> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        let ask = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
        let values = "(VALUES (1, -2), (2, NULL), (3, 7), (4, -9223372036854775808), (5, 5))";
        for (function, all, last) in
            [("bit_and", 0, 0), ("bit_or", -1, i64::MIN | 5), ("bit_xor", -2 ^ 7 ^ i64::MIN ^ 5, i64::MIN ^ 5)]
        {
            assert_eq!(ask(&format!("SELECT {function}(column2) FROM {values}"))?, Some(all), "{function}");
            let frame = format!("{function}(column2) OVER (ORDER BY column1 ROWS 1 PRECEDING)");
            let rows = format!("SELECT column1 AS place, {frame} AS bits FROM {values}");
            assert_eq!(ask(&format!("SELECT bits FROM ({rows}) WHERE place = 5"))?, Some(last), "{function}");
            assert_eq!(ask(&format!("SELECT {function}(NULL)"))?, None);
            assert_eq!(ask(&format!("SELECT {function}(1) WHERE false"))?, None);
        }
        assert_eq!(ask("SELECT bit_and(column1) FROM (VALUES (-1), (-2))")?, Some(-2));
        // A frame of all rows before costs no more for the last row than for the first.
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
                    SELECT max(b) FROM (SELECT bit_or(i) OVER (ORDER BY i) AS b FROM n)";
        assert_eq!(ask(many)?, Some(65_535));
        Ok(())
    }
}
