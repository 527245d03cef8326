use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};

use super::{PURE, failed};

/// Defines `checked_div` and `checked_rem`: SQLite's own operators give NULL where PostgreSQL's report that something
/// was divided by zero.
pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("checked_div", 2, PURE, |context| {
        calculate(context, i64::checked_div, Some(|left, right| left / right))
    })?;
    connection.create_scalar_function("checked_rem", 2, PURE, |context| calculate(context, i64::checked_rem, None))
}

fn calculate(
    context: &Context<'_>,
    whole: fn(i64, i64) -> Option<i64>,
    float: Option<fn(f64, f64) -> f64>,
) -> Result<Value> {
    match (context.get_raw(0), context.get_raw(1), float) {
        (ValueRef::Null, _, _) | (_, ValueRef::Null, _) => Ok(Value::Null),
        (_, ValueRef::Integer(0), _) => Err(failed("division by zero")),
        (_, ValueRef::Real(0.0), _) => Err(failed("division by zero")),
        (ValueRef::Integer(left), ValueRef::Integer(right), _) => {
            whole(left, right).map(Value::Integer).ok_or_else(|| failed("the result is out of range"))
        }
        (ValueRef::Real(left), ValueRef::Real(right), Some(float)) => Ok(Value::Real(float(left, right))),
        (left, ..) => Err(Error::InvalidFunctionParameterType(0, left.data_type())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sql: &str) -> Result<Value> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        connection.query_row(sql, [], |row| row.get(0))
    }

    #[test]
    fn whole_numbers_are_rounded_towards_zero() {
        assert_eq!(ask("SELECT checked_div(-7, 2)"), Ok(Value::Integer(-3)));
        assert_eq!(ask("SELECT checked_rem(-7, 2)"), Ok(Value::Integer(-1)));
        assert_eq!(ask("SELECT checked_div(7.0, 2.0)"), Ok(Value::Real(3.5)));
    }

    #[test]
    fn null_stays_null_and_zero_is_an_error() {
        assert_eq!(ask("SELECT checked_div(1, NULL)"), Ok(Value::Null));
        for sql in ["checked_div(1, 0)", "checked_rem(1, 0)", "checked_div(1.0, 0.0)"] {
            assert!(ask(&format!("SELECT {sql}")).is_err_and(|error| error.to_string().contains("division by zero")));
        }
        assert!(ask("SELECT checked_div(-9223372036854775808, -1)").is_err());
    }
}
