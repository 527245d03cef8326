//! The bits of many whole numbers together.

use std::collections::VecDeque;

use rusqlite::functions::{Aggregate, Context, WindowAggregate};
use rusqlite::{Connection, Result};

use super::PURE;

pub(super) fn define(connection: &Connection) -> Result<()> {
    let functions: [(&str, Combine); 3] =
        [("bit_and", |a, b| a & b), ("bit_or", |a, b| a | b), ("bit_xor", |a, b| a ^ b)];
    for (name, combine) in functions {
        connection.create_window_function(name, 1, PURE, Bits { combine })?;
    }
    Ok(())
}

type Combine = fn(i64, i64) -> i64;

struct Bits {
    combine: Combine,
}

/// The numbers that are seen: none can be taken out of what they are together.
type Seen = VecDeque<i64>;

impl Aggregate<Seen, Option<i64>> for Bits {
    fn init(&self, _: &mut Context<'_>) -> Result<Seen> {
        Ok(VecDeque::new())
    }

    fn step(&self, context: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        seen.extend(context.get::<Option<i64>>(0)?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, seen: Option<Seen>) -> Result<Option<i64>> {
        Ok(seen.and_then(|seen| seen.into_iter().reduce(self.combine)))
    }
}

impl WindowAggregate<Seen, Option<i64>> for Bits {
    fn value(&self, seen: Option<&mut Seen>) -> Result<Option<i64>> {
        Ok(seen.and_then(|seen| seen.iter().copied().reduce(self.combine)))
    }

    fn inverse(&self, context: &mut Context<'_>, seen: &mut Seen) -> Result<()> {
        if context.get::<Option<i64>>(0)?.is_some() {
            seen.pop_front();
        }
        Ok(())
    }
}
