//! The largest and the smallest of several values, of which NULL is none.

use std::cmp::Ordering;

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::{PURE, decimal};

type Compare = fn(ValueRef<'_>, ValueRef<'_>) -> Ordering;

pub(super) fn define(connection: &Connection) -> Result<()> {
    let functions: [(&str, Ordering, Compare); 4] = [
        ("greatest", Ordering::Greater, compare),
        ("least", Ordering::Less, compare),
        ("decimal_greatest", Ordering::Greater, compare_decimals),
        ("decimal_least", Ordering::Less, compare_decimals),
    ];
    for (name, wanted, compare) in functions {
        connection.create_scalar_function(name, -1, PURE, move |context| Ok(choose(context, wanted, compare)))?;
    }
    Ok(())
}

fn choose(context: &Context<'_>, wanted: Ordering, compare: Compare) -> Value {
    let values = (0..context.len()).map(|index| context.get_raw(index)).filter(|value| *value != ValueRef::Null);
    let best = values.reduce(|best, value| if compare(value, best) == wanted { value } else { best });
    best.and_then(|best| Value::try_from(best).ok()).unwrap_or(Value::Null)
}

fn compare(one: ValueRef<'_>, other: ValueRef<'_>) -> Ordering {
    match (one, other) {
        (ValueRef::Integer(one), ValueRef::Integer(other)) => one.cmp(&other),
        (ValueRef::Text(one), ValueRef::Text(other)) => one.cmp(other),
        (ValueRef::Blob(one), ValueRef::Blob(other)) => one.cmp(other),
        (one, other) => as_float(one).total_cmp(&as_float(other)),
    }
}

fn as_float(value: ValueRef<'_>) -> f64 {
    match value {
        ValueRef::Real(number) => number,
        #[allow(clippy::cast_precision_loss, reason = "a whole number beside a float is compared as one")]
        ValueRef::Integer(number) => number as f64,
        _ => f64::NAN,
    }
}

fn compare_decimals(one: ValueRef<'_>, other: ValueRef<'_>) -> Ordering {
    decimal::parse(one).cmp(&decimal::parse(other))
}
