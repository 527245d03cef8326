use std::str::FromStr;

use rusqlite::functions::Context;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};
use rust_decimal::{Decimal, RoundingStrategy};

mod aggregates;
mod collation;
mod scale;

use super::{PURE, failed};
pub(super) use collation::compare;
pub(super) use scale::padded;

type Operation = fn(Decimal, Decimal) -> Option<Decimal>;

/// Defines arithmetic over decimals, their sum and their mean.
pub(super) fn define(connection: &Connection) -> Result<()> {
    let operations: [(&str, Operation); 4] = [
        ("decimal_add", scale::add),
        ("decimal_sub", scale::subtract),
        ("decimal_mul", scale::multiply),
        ("decimal_div", scale::divide),
    ];
    for (name, operation) in operations {
        connection.create_scalar_function(name, 2, PURE, move |context| calculate(context, name, operation))?;
    }
    connection.create_scalar_function("decimal_fit", 3, PURE, |context| {
        fit(argument(context, 0)?, context.get(1)?, context.get(2)?)
    })?;
    aggregates::define(connection)
}

/// A number of any of SQLite's storage classes as a decimal; `None` where it is no number or has too many digits.
pub(crate) fn parse(value: ValueRef<'_>) -> Option<Decimal> {
    match value {
        ValueRef::Integer(number) => Some(Decimal::from(number)),
        // The shortest text that means the same number.
        ValueRef::Real(number) => from_text(&format!("{number:?}")),
        ValueRef::Text(text) => from_text(std::str::from_utf8(text).ok()?),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

/// What is too small for its 28 digits behind the point is rounded to them, as it is where it is written without an exponent.
fn from_text(text: &str) -> Option<Decimal> {
    let is_nearly_zero = || text.parse::<f64>().is_ok_and(|number| number.abs() < 1e-28);
    let value = Decimal::from_str(text).or_else(|_| Decimal::from_scientific_lossy(text));
    value.ok().or_else(|| is_nearly_zero().then_some(Decimal::ZERO))
}

fn calculate(context: &Context<'_>, name: &str, operation: Operation) -> Result<Option<String>> {
    let (Some(left), Some(right)) = (argument(context, 0)?, argument(context, 1)?) else { return Ok(None) };
    match operation(left, right) {
        Some(result) => Ok(Some(canonical(result))),
        None if name == "decimal_div" && right.is_zero() => Err(failed("division by zero")),
        None => Err(failed("a decimal has at most 28 digits, and the result has more")),
    }
}

/// Rounds as PostgreSQL's numeric(all, after) does: a half away from zero, zeros up to the last digit, and an error where the
/// rest has too many digits.
fn fit(value: Option<Decimal>, all: u32, after: u32) -> Result<Option<String>> {
    let Some(value) = value else { return Ok(None) };
    let rounded = value.round_dp_with_strategy(after, RoundingStrategy::MidpointAwayFromZero);
    let largest = Decimal::from_i128_with_scale(10_i128.pow(all.saturating_sub(after).min(28)), 0);
    if rounded.abs() >= largest {
        return Err(failed("numeric field overflow"));
    }
    Ok(Some(canonical(padded(rounded, after))))
}

fn argument(context: &Context<'_>, index: usize) -> Result<Option<Decimal>> {
    match context.get_raw(index) {
        ValueRef::Null => Ok(None),
        value => parse(value).map(Some).ok_or_else(|| failed("an operand is not a decimal")),
    }
}

/// Its plain text; zero has no sign.
fn canonical(mut value: Decimal) -> String {
    if value.is_zero() {
        value.set_sign_positive(true);
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn ask(sql: &str) -> Result<Option<String>> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        connection.query_row(sql, [], |row| row.get(0))
    }

    #[test]
    fn arithmetic() -> Result<()> {
        for (sql, expected) in [
            ("decimal_add('1.10', '2.205')", "3.305"),
            ("decimal_sub('0.3', '0.1')", "0.2"),
            ("decimal_sub('1.5', '1.5')", "0.0"),
            ("decimal_mul('1.50', 2)", "3.00"),
            ("decimal_div('1', '8')", "0.12500000000000000000"),
            ("decimal_mul('0', '1.10')", "0.00"),
            ("decimal_add('1.1', '0.000')", "1.100"),
            ("decimal_add(0.1, 0.2)", "0.3"),
            ("decimal_add('1e3', '-1')", "999"),
            ("decimal_add(5.55e-17, 0)", "0.0000000000000000555"),
            ("decimal_add(2.710505431213761e-20, 0)", "0.0000000000000000000271050543"),
            ("decimal_add(-1e-30, 1)", "1"),
            ("decimal_add('1e-400', 1)", "1"),
        ] {
            assert_eq!(ask(&format!("SELECT {sql}"))?.as_deref(), Some(expected), "{sql}");
        }
        assert_eq!(ask("SELECT decimal_add(NULL, '1')")?, None);
        Ok(())
    }

    #[test]
    fn rounded_to_a_columns_digits() -> Result<()> {
        for (sql, expected) in [
            ("decimal_fit('1.005', 4, 2)", "1.01"),
            ("decimal_fit('-1.005', 4, 2)", "-1.01"),
            ("decimal_fit('1.1', 4, 2)", "1.10"),
            ("decimal_fit(7, 4, 2)", "7.00"),
            ("decimal_fit('99.994', 4, 2)", "99.99"),
            ("decimal_fit('-0.004', 4, 2)", "0.00"),
            ("decimal_fit('9999999999999999999999999999', 28, 0)", "9999999999999999999999999999"),
        ] {
            assert_eq!(ask(&format!("SELECT {sql}"))?.as_deref(), Some(expected), "{sql}");
        }
        assert_eq!(ask("SELECT decimal_fit(NULL, 4, 2)")?, None);
        Ok(())
    }

    #[test]
    fn what_has_no_result() {
        for sql in [
            "decimal_fit('99.995', 4, 2)",
            "decimal_mul('79228162514264337593543950335', '10')",
            "decimal_add('79228162514264337593543950335', '1')",
            "decimal_div('1', '0.0')",
            "decimal_add('x', '1')",
            "decimal_add('1e', '1')",
            "decimal_add('1e40', '1')",
            "decimal_add(x'01', '1')",
        ] {
            assert!(ask(&format!("SELECT {sql}")).is_err(), "{sql}");
        }
    }
}
