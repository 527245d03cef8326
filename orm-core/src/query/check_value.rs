use rust_decimal::Decimal;

use crate::error::{Error, Result};
use crate::schema::Table;
use crate::value::{SqlType, Value};

/// Refuses a text that is longer, and a decimal that has more digits, than its field says, before anything is sent.
pub(super) fn check_value(table: &'static Table, column: usize, value: &Value<'_>) -> Result<()> {
    let def = &table.columns[column];
    let reason = match value {
        Value::Row(_, parts) => {
            let limited = parts.iter().zip(table.parts(column));
            limited.into_iter().find_map(|(value, part)| refusal(value, part.max_length, part.digits))
        }
        value => refusal(value, def.max_length, def.digits),
    };
    reason.map_or(Ok(()), |reason| Err(Error::InvalidValue { model: table.model, field: def.field, reason }))
}

/// Whether a column takes fewer values than its type.
pub(super) fn is_limited(table: &'static Table, column: usize) -> bool {
    let is_limited = |max_length: Option<u32>, digits: Option<_>| max_length.is_some() || digits.is_some();
    match table.columns[column].ty {
        SqlType::Row(_) => table.parts(column).any(|part| is_limited(part.max_length, part.digits)),
        _ => is_limited(table.columns[column].max_length, table.columns[column].digits),
    }
}

fn refusal(value: &Value<'_>, max_length: Option<u32>, digits: Option<(u32, u32)>) -> Option<String> {
    match (value, max_length, digits) {
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
