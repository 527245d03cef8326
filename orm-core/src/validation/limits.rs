//! The greatest length of a text, and the digits of a decimal: what the types of the columns say, too.

use rust_decimal::Decimal;

use crate::error::InvalidField;
use crate::schema::Part;
use crate::value::Value;

/// What of a column of the database a value does not keep to.
pub(super) fn problem(field: &'static str, value: &Value<'_>, part: &Part) -> Option<InvalidField> {
    match (value, part.max_length, part.digits) {
        (Value::Text(text), Some(most), _) if is_longer(text, most) => {
            let length = characters(text.chars().count());
            let message = format!("the text has {length}, and at most {most} fit");
            Some(InvalidField::new(field, "max_length", message))
        }
        (Value::Decimal(decimal), _, Some(digits)) => too_many_digits(field, *decimal, digits),
        _ => None,
    }
}

/// Why a decimal would be rounded or not be kept at all.
fn too_many_digits(field: &'static str, decimal: Decimal, (all, after): (u32, u32)) -> Option<InvalidField> {
    let decimal = decimal.normalize();
    if decimal.scale() > after {
        let message = format!("{decimal} has {} digits after the point, and at most {after} fit", decimal.scale());
        return Some(InvalidField::new(field, "decimal_places", message));
    }
    let before = all - after;
    let whole = decimal.trunc().mantissa().unsigned_abs();
    let digits = whole.checked_ilog10().map_or(0, |digits| digits + 1);
    (digits > before).then(|| {
        let message = format!("{decimal} has {digits} digits before the point, and at most {before} fit");
        InvalidField::new(field, "max_digits", message)
    })
}

fn is_longer(text: &str, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // A text never has more characters than bytes, so most need no counting.
    text.len() > most && text.chars().count() > most
}

/// So many characters, in words.
pub(super) fn characters(count: impl TryInto<u64>) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => "1 character".to_owned(),
        count => format!("{count} characters"),
    }
}
