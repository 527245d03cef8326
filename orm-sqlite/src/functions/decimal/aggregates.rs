//! The sum and the mean of decimals, of which NULL is none. Of nothing, both are NULL.

use rusqlite::functions::{Aggregate, Context};
use rusqlite::{Connection, Result};
use rust_decimal::Decimal;

use super::{PURE, argument, canonical, failed};

pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_aggregate_function("decimal_sum", 1, PURE, Totals { finish: |sum, _| Some(sum) })?;
    connection.create_aggregate_function("decimal_avg", 1, PURE, Totals { finish: Decimal::checked_div })
}

/// What is made of the sum and the number of values.
struct Totals {
    finish: fn(Decimal, Decimal) -> Option<Decimal>,
}

impl Aggregate<(Decimal, u64), Option<String>> for Totals {
    fn init(&self, _: &mut Context<'_>) -> Result<(Decimal, u64)> {
        Ok((Decimal::ZERO, 0))
    }

    fn step(&self, context: &mut Context<'_>, (sum, count): &mut (Decimal, u64)) -> Result<()> {
        if let Some(value) = argument(context, 0)? {
            *sum = sum.checked_add(value).ok_or_else(|| failed("the sum of decimals has too many digits"))?;
            *count += 1;
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, totals: Option<(Decimal, u64)>) -> Result<Option<String>> {
        let Some((sum, count)) = totals.filter(|(_, count)| *count > 0) else { return Ok(None) };
        Ok((self.finish)(sum, Decimal::from(count)).map(canonical))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::ask;
    use super::*;

    #[test]
    fn sums_and_means() -> Result<()> {
        let of = |function: &str, values: &str| ask(&format!("SELECT {function}(column1) FROM (VALUES {values})"));
        assert_eq!(of("decimal_sum", "('0.10'), (NULL), ('0.20')")?.as_deref(), Some("0.30"));
        assert_eq!(of("decimal_avg", "('0.10'), (NULL), ('0.20')")?.as_deref(), Some("0.15"));
        for function in ["decimal_sum", "decimal_avg"] {
            assert_eq!(of(function, "(NULL)")?, None);
            assert_eq!(ask(&format!("SELECT {function}(1) WHERE false"))?, None);
            assert!(of(function, "('x')").is_err());
        }
        Ok(())
    }
}
