//! What is in a document.

use std::cmp::Ordering;

use serde_json::Value;

use super::compare;

/// PostgreSQL's `@>`: a list also holds what is an element of it, but only where it is the whole document.
pub(super) fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Array(_), Value::Array(_) | Value::Object(_)) => holds_within(whole, part),
        (Value::Array(elements), scalar) => elements.iter().any(|element| equal(element, scalar)),
        _ => holds_within(whole, part),
    }
}

fn holds_within(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| holds_within(whole, part)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            part.iter().all(|part| whole.iter().any(|whole| holds_within(whole, part)))
        }
        (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => false,
        (whole, part) => equal(whole, part),
    }
}

/// PostgreSQL's `?`: a key of an object, a text among the elements of a list, or the text itself.
pub(super) fn has_key(document: &Value, key: &str) -> bool {
    match document {
        Value::Object(fields) => fields.contains_key(key),
        Value::Array(elements) => elements.iter().any(|element| element.as_str() == Some(key)),
        other => other.as_str() == Some(key),
    }
}

fn equal(left: &Value, right: &Value) -> bool {
    compare(left, right) == Ordering::Equal
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn as_postgresql_documents_it() {
        for (whole, part, expected) in [
            (json!([1, 2, [1, 3]]), json!([1, 3]), false),
            (json!([1, 2, [1, 3]]), json!([[1, 3]]), true),
            (json!([1, 2, [1, 3]]), json!([[3]]), true),
            (json!([1, 2, 3]), json!([3, 1, 1]), true),
            (json!({"foo": {"bar": "baz"}}), json!({"bar": "baz"}), false),
            (json!({"foo": {"bar": "baz"}}), json!({"foo": {}}), true),
            (json!(["foo", "bar"]), json!("bar"), true),
            (json!("bar"), json!(["bar"]), false),
            (json!({"a": ["x"]}), json!({"a": "x"}), false),
            (json!([1.0]), json!(1), true),
            (json!(null), json!(null), true),
            (json!([]), json!([]), true),
            (json!({}), json!([]), false),
        ] {
            assert_eq!(holds(&whole, &part), expected, "{whole} @> {part}");
        }
    }
}
