//! One value against what its column says.

use std::slice;

use rust_decimal::Decimal;

use super::{email, limits, url};
use crate::error::InvalidField;
use crate::schema::{ColumnDef, Range, Rule, Table};
use crate::value::{SqlType, Value};

/// Whether a column takes fewer values than its type.
pub(crate) fn is_ruled(table: &'static Table, column: usize) -> bool {
    let def = table.at(column);
    match def.ty {
        SqlType::Row(_) => table.parts(column).any(|part| part.max_length.is_some() || part.digits.is_some()),
        _ => def.max_length.is_some() || def.digits.is_some() || !def.rules.is_empty(),
    }
}

/// All that is wrong with a value of this column, which is ruled.
pub(super) fn check(table: &'static Table, column: usize, value: &Value<'_>, problems: &mut Vec<InvalidField>) {
    let def = table.at(column);
    let parts = match value {
        Value::Row(_, parts) => parts.as_slice(),
        value => slice::from_ref(value),
    };
    let mut limits =
        parts.iter().zip(table.parts(column)).filter_map(|(value, part)| limits::problem(def.field, value, &part));
    problems.extend(limits.next());
    // What a column cannot hold at all is refused where it is sent.
    if !matches!(value, Value::Null(_) | Value::Unfit(..)) {
        problems.extend(def.rules.iter().filter_map(|rule| broken(rule, def, value)));
    }
}

fn broken(rule: &Rule, def: &ColumnDef, value: &Value<'_>) -> Option<InvalidField> {
    let problem = |code, message: String| Some(InvalidField::new(def.field, code, message));
    match (rule, value) {
        (Rule::MinLength(least), Value::Text(text)) => {
            let length = text.chars().count();
            let is_short = u32::try_from(length).is_ok_and(|length| length < *least);
            if is_short {
                problem(
                    "min_length",
                    format!("the text has {}, and at least {least} are needed", super::limits::characters(length)),
                )
            } else {
                None
            }
        }
        (Rule::Texts(texts), Value::Text(text)) if !texts.contains(&&**text) => {
            problem("choices", format!("it must be {}", listed(texts.iter())))
        }
        (Rule::Pattern(pattern), Value::Text(text)) if !pattern.finds(text) => {
            problem("pattern", format!("the text does not match {}", pattern.text))
        }
        (Rule::Email, Value::Text(text)) if !email::is_email(text) => {
            problem("email", "the text is no e-mail address".to_owned())
        }
        (Rule::Url, Value::Text(text)) if !url::is_url(text) => {
            problem("url", "the text is no URL that starts with http:// or https://".to_owned())
        }
        (Rule::Range(range), value) => Some(InvalidField::new(def.field, "range", outside(range, value)?)),
        (Rule::Numbers(numbers), value) if !numbers.iter().any(|number| is_number(value, *number)) => {
            problem("choices", format!("it must be {}", listed(numbers.iter())))
        }
        (Rule::Custom(check), value) => check(value).err().map(|invalid| invalid.at(def.field)),
        _ => None,
    }
}

/// `a, b or c`
fn listed(items: impl ExactSizeIterator<Item: ToString>) -> String {
    const MOST: usize = 30;
    let count = items.len();
    let items: Vec<String> = items.take(MOST).map(|item| item.to_string()).collect();
    match items.split_last() {
        _ if count > MOST => format!("{} or one of {} others", items.join(", "), count - MOST),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A number of the program, as exactly as its type has it.
enum Number {
    Exact(Decimal),
    Real(f32),
    Double(f64),
}

impl Number {
    fn of(value: &Value<'_>) -> Option<Self> {
        Some(match value {
            Value::SmallInt(v) => Self::Exact((*v).into()),
            Value::Integer(v) => Self::Exact((*v).into()),
            Value::BigInt(v) => Self::Exact((*v).into()),
            Value::Decimal(v) => Self::Exact(*v),
            Value::Real(v) => Self::Real(*v),
            Value::Double(v) => Self::Double(*v),
            _ => return None,
        })
    }

    /// Whether it is less, equal or more; NaN is none of these.
    fn compare(&self, other: Decimal) -> Option<std::cmp::Ordering> {
        match self {
            Self::Exact(number) => Some(number.cmp(&other)),
            // By its text, which gives the nearest one that the type has; the number's own conversion may be off by one.
            Self::Real(number) => number.partial_cmp(&other.to_string().parse().ok()?),
            Self::Double(number) => number.partial_cmp(&other.to_string().parse().ok()?),
        }
    }
}

fn is_number(value: &Value<'_>, number: Decimal) -> bool {
    Number::of(value).and_then(|value| value.compare(number)).is_some_and(std::cmp::Ordering::is_eq)
}

fn outside(range: &Range, value: &Value<'_>) -> Option<String> {
    let number = Number::of(value)?;
    let written = match &number {
        Number::Exact(number) => number.to_string(),
        Number::Real(number) => number.to_string(),
        Number::Double(number) => number.to_string(),
    };
    if let Some(least) = range.least
        && !number.compare(least).is_some_and(std::cmp::Ordering::is_ge)
    {
        return Some(format!("{written} is less than {least}").replace("NaN is less than", "NaN is not at least"));
    }
    let most = range.most?;
    let order = number.compare(most);
    match range.includes_most {
        true if !order.is_some_and(std::cmp::Ordering::is_le) => Some(format!("{written} is more than {most}")),
        false if !order.is_some_and(std::cmp::Ordering::is_lt) => Some(format!("{written} is not less than {most}")),
        _ => None,
    }
}
