//! Values as other types, as PostgreSQL's CAST makes them; what cannot be is an error, and not what SQLite makes of its beginning.

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{decimal, failed, pure, some_text};

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "to_whole", 2, to_whole)?;
    pure(connection, "to_float", 1, |context| match context.get_raw(0) {
        ValueRef::Text(_) => {
            let text = some_text(context, 0)?;
            text.trim().parse::<f64>().map_err(|_| invalid("double precision", &text))
        }
        _ => super::number::number(context, 0),
    })?;
    pure(connection, "to_text", 1, |context| Ok(some_text(context, 0)?.into_owned()))?;
    pure(connection, "to_decimal", 1, |context| {
        let value = decimal::parse(context.get_raw(0));
        match value {
            Some(value) => Ok(value.to_string()),
            None => Err(invalid("numeric", &some_text(context, 0)?)),
        }
    })?;
    pure(connection, "to_boolean", 1, |context| match context.get_raw(0) {
        ValueRef::Integer(number) => Ok(i64::from(number != 0)),
        _ => {
            let text = some_text(context, 0)?;
            match text.trim().to_ascii_lowercase().as_str() {
                "t" | "true" | "y" | "yes" | "on" | "1" => Ok(1),
                "f" | "false" | "n" | "no" | "off" | "0" => Ok(0),
                _ => Err(invalid("boolean", &text)),
            }
        }
    })
}

/// A whole number within the range of its type: a float is rounded to the even one of two that are as near, a decimal away from
/// zero.
fn to_whole(context: &Context<'_>) -> Result<Value> {
    let ty = some_text(context, 1)?;
    let number = match context.get_raw(0) {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => Decimal::try_from(number.round_ties_even()).ok().and_then(|number| number.to_i64()),
        _ => {
            let text = some_text(context, 0)?;
            let whole = text.trim().parse::<i64>().ok();
            let of_decimal = || {
                let value = decimal::parse(context.get_raw(0))?;
                value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
            };
            Some(whole.or_else(of_decimal).ok_or_else(|| invalid(&ty, &text))?)
        }
    };
    let fits = |number: &i64| match &*ty {
        "smallint" => i16::try_from(*number).is_ok(),
        "integer" => i32::try_from(*number).is_ok(),
        _ => true,
    };
    number.filter(fits).map(Value::Integer).ok_or_else(|| failed(format!("{ty} out of range")))
}

fn invalid(ty: &str, text: &str) -> rusqlite::Error {
    failed(format!("invalid input syntax for type {ty}: {text:?}"))
}
