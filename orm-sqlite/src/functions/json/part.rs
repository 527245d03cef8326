//! The parts of a document, as they are written in it: what is not asked for is only skipped.

use std::collections::HashMap;

use rusqlite::Result;
use rusqlite::types::ValueRef;
use serde_json::value::RawValue;

use super::{broken, kind};

/// The part with this key, which is a text, or with this index.
pub(super) fn get(json: &str, step: ValueRef<'_>) -> Result<Option<String>> {
    let part = match (kind(json), step) {
        (Some("object"), ValueRef::Text(key)) => {
            let key = String::from_utf8_lossy(key);
            let mut fields: HashMap<String, Box<RawValue>> = serde_json::from_str(json).map_err(broken)?;
            fields.remove(&*key).map(|part| part.get().to_owned())
        }
        (Some("array"), ValueRef::Integer(index)) => {
            let elements: Vec<&RawValue> = serde_json::from_str(json).map_err(broken)?;
            place(index, elements.len()).and_then(|place| elements.get(place)).map(|part| part.get().to_owned())
        }
        // A list of itself alone, as PostgreSQL has it.
        (Some("string" | "number" | "boolean" | "null"), ValueRef::Integer(0 | -1)) => Some(json.to_owned()),
        _ => None,
    };
    Ok(part)
}

/// Where an index points to in a list of this length; negative ones count from the end.
pub(in crate::functions) fn place(index: i64, length: usize) -> Option<usize> {
    match usize::try_from(index) {
        Ok(place) => Some(place),
        Err(_) => length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    }
}

/// How many elements a list has.
pub(super) fn elements(json: &str) -> Result<Option<i64>> {
    if kind(json) != Some("array") {
        return Ok(None);
    }
    let elements: Vec<&RawValue> = serde_json::from_str(json).map_err(broken)?;
    Ok(i64::try_from(elements.len()).ok())
}

/// What a text says.
pub(super) fn plain_text(json: &str) -> Result<Option<String>> {
    if kind(json) == Some("string") { serde_json::from_str(json).map(Some).map_err(broken) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(json: &str, index: i64) -> Option<String> {
        get(json, ValueRef::Integer(index)).ok().flatten()
    }

    fn of(json: &str, key: &str) -> Option<String> {
        get(json, ValueRef::Text(key.as_bytes())).ok().flatten()
    }

    #[test]
    fn parts_are_as_they_were_written() {
        assert_eq!(of(r#"{"a": 1.50, "a\u0062": [ 1,2]}"#, "a").as_deref(), Some("1.50"));
        assert_eq!(of(r#"{"a": 1.50, "a\u0062": [ 1,2]}"#, "ab").as_deref(), Some("[ 1,2]"));
        assert_eq!(of(r#"{"a":1,"a":2}"#, "a").as_deref(), Some("2"));
        assert_eq!((at("[1,2]", 1).as_deref(), at("[1,2]", -2).as_deref()), (Some("2"), Some("1")));
    }

    #[test]
    fn what_is_not_there() {
        assert_eq!((of("[1]", "0"), of("1", "a"), of("{}", "")), (None, None, None));
        for index in [2, -3, i64::MIN, i64::MAX] {
            assert_eq!(at("[1,2]", index), None, "{index}");
        }
        assert_eq!(at(r#"{"0": 1}"#, 0), None);
        assert_eq!((at("5", 0).as_deref(), at("5", -1).as_deref(), at("5", 1)), (Some("5"), Some("5"), None));
        assert!(get("[1", ValueRef::Integer(0)).is_err());
    }
}
