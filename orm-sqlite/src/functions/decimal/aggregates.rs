//! The sum and the mean of decimals, of which NULL is none. Of nothing, both are NULL.

use rusqlite::functions::{Aggregate, Context, WindowAggregate};
use rusqlite::{Connection, Error, Result};
use rust_decimal::Decimal;

use super::scale::{divide, padded};
use super::{PURE, argument, canonical, failed};

pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_window_function("decimal_sum", 1, PURE, Totals { finish: |sum, _| Some(sum) })?;
    connection.create_window_function("decimal_avg", 1, PURE, Totals { finish: divide })
}

/// The sums of the digits of values that have as many behind the point, and how many there are of these. Kept apart they are exact, so
/// that a value that leaves a window takes all with it that it has brought.
#[derive(Clone, Copy, Default)]
struct Digits {
    sum: i128,
    values: u64,
}

/// By how many digits are behind the point: none to 28.
type Sums = [Digits; 29];

/// What is made of the sum and the number of values.
struct Totals {
    finish: fn(Decimal, Decimal) -> Option<Decimal>,
}

fn too_large() -> Error {
    failed("the sum of decimals has too many digits")
}

/// The place of a value's sum.
fn place(sums: &mut Sums, value: Decimal) -> Result<&mut Digits> {
    usize::try_from(value.scale()).ok().and_then(|scale| sums.get_mut(scale)).ok_or_else(too_large)
}

/// These digits with so many of them behind the point, or fewer where not all fit.
fn decimal(digits: i128, scale: u32) -> Option<Decimal> {
    (0..=scale).find_map(|less| {
        let unit = 10_i128.checked_pow(less)?;
        let rest = digits % unit;
        let up = if rest.abs() >= unit - rest.abs() { digits.signum() } else { 0 };
        Decimal::try_from_i128_with_scale(digits / unit + up, scale - less).ok()
    })
}

impl Totals {
    fn of(&self, sums: &Sums) -> Result<Option<String>> {
        let mut total = Decimal::ZERO;
        for (digits, scale) in sums.iter().zip(0..).filter(|(digits, _)| digits.values > 0) {
            let sum = decimal(digits.sum, scale).ok_or_else(too_large)?;
            total = padded(total.checked_add(sum).ok_or_else(too_large)?, scale);
        }
        match sums.iter().map(|digits| digits.values).sum::<u64>() {
            0 => Ok(None),
            values => Ok((self.finish)(total, Decimal::from(values)).map(canonical)),
        }
    }
}

impl Aggregate<Sums, Option<String>> for Totals {
    fn init(&self, _: &mut Context<'_>) -> Result<Sums> {
        Ok(Sums::default())
    }

    fn step(&self, context: &mut Context<'_>, sums: &mut Sums) -> Result<()> {
        if let Some(value) = argument(context, 0)? {
            let digits = place(sums, value)?;
            digits.sum = digits.sum.checked_add(value.mantissa()).ok_or_else(too_large)?;
            digits.values += 1;
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sums: Option<Sums>) -> Result<Option<String>> {
        sums.map_or(Ok(None), |sums| self.of(&sums))
    }
}

impl WindowAggregate<Sums, Option<String>> for Totals {
    fn value(&self, sums: Option<&mut Sums>) -> Result<Option<String>> {
        sums.map_or(Ok(None), |sums| self.of(sums))
    }

    fn inverse(&self, context: &mut Context<'_>, sums: &mut Sums) -> Result<()> {
        if let Some(value) = argument(context, 0)? {
            let digits = place(sums, value)?;
            digits.sum = digits.sum.checked_sub(value.mantissa()).ok_or_else(too_large)?;
            digits.values = digits.values.saturating_sub(1);
        }
        Ok(())
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
        assert_eq!(of("decimal_avg", "('0.10'), (NULL), ('0.20')")?.as_deref(), Some("0.15000000000000000000"));
        for function in ["decimal_sum", "decimal_avg"] {
            assert_eq!(of(function, "(NULL)")?, None);
            assert_eq!(ask(&format!("SELECT {function}(1) WHERE false"))?, None);
            assert!(of(function, "('x')").is_err());
        }
        Ok(())
    }

    #[test]
    fn what_leaves_a_window_takes_all_with_it() -> Result<()> {
        let last = |values: &str| {
            ask(&format!(
                "SELECT total FROM (SELECT column1 AS place, decimal_sum(column2) OVER (ORDER BY column1 ROWS 1 PRECEDING) AS total
                 FROM (VALUES {values})) ORDER BY place DESC LIMIT 1"
            ))
        };
        let huge = "7000000000000000000000000000";
        assert_eq!(last(&format!("(1, '{huge}'), (2, '0.1234'), (3, '0.2')"))?.as_deref(), Some("0.3234"));
        assert_eq!(last("(1, '0.0001'), (2, NULL), (3, NULL)")?, None);
        assert_eq!(last("(1, '1.25'), (2, '1.25'), (3, '-1.25')")?.as_deref(), Some("0.00"));
        let most = Decimal::MAX.to_string();
        assert!(ask(&format!("SELECT decimal_sum(column1) FROM (VALUES ('{most}'), ('{most}'))")).is_err());
        Ok(())
    }
}
