use std::slice;

use rust_decimal::Decimal;

use crate::error::{Error, Result};
use crate::schema::{Part, Table};
use crate::value::Value;

/// Refuses a text that is longer, and a decimal that has more digits, than its field says, before anything is sent.
pub(super) fn check_value(table: &'static Table, column: usize, value: &Value<'_>) -> Result<()> {
    let values = match value {
        Value::Row(_, parts) => parts.as_slice(),
        value => slice::from_ref(value),
    };
    let mut refusals = values.iter().zip(table.parts(column)).filter_map(|(value, part)| refusal(value, &part));
    refusals.next().map_or(Ok(()), |reason| {
        Err(Error::InvalidValue { model: table.model, field: table.columns[column].field, reason })
    })
}

/// Whether a column takes fewer values than its type.
pub(super) fn is_limited(table: &'static Table, column: usize) -> bool {
    table.parts(column).any(|part| part.max_length.is_some() || part.digits.is_some())
}

/// An error for a value of a column that the database computes.
#[cold]
pub(super) fn computed_by_database(table: &'static Table, column: usize) -> Error {
    let (model, field) = (table.model, table.columns[column].field);
    Error::InvalidValue { model, field, reason: "the database computes it from other columns".to_owned() }
}

fn refusal(value: &Value<'_>, part: &Part) -> Option<String> {
    match (value, part.max_length, part.digits) {
        (Value::Text(text), Some(most), _) if is_longer(text, most) => {
            Some(format!("the text has {} characters, and at most {most} fit", text.chars().count()))
        }
        (Value::Decimal(decimal), _, Some(digits)) => too_many_digits(*decimal, digits),
        _ => None,
    }
}

/// Why a decimal would be rounded or not be kept at all.
fn too_many_digits(decimal: Decimal, (all, after): (u32, u32)) -> Option<String> {
    let decimal = decimal.normalize();
    if decimal.scale() > after {
        return Some(format!("{decimal} has {} digits after the point, and at most {after} fit", decimal.scale()));
    }
    let before = all - after;
    let whole = decimal.trunc().mantissa().unsigned_abs();
    let digits = whole.checked_ilog10().map_or(0, |digits| digits + 1);
    (digits > before).then(|| format!("{decimal} has {digits} digits before the point, and at most {before} fit"))
}

fn is_longer(text: &str, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // A text never has more characters than bytes, so most need no counting.
    text.len() > most && text.chars().count() > most
}
