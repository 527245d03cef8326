use std::fmt::{self, Write as _};

use super::parse::parse;
use crate::value::{SqlType, Value};

/// A list as JSON: numbers and what is true or false as they are, everything else as the text that it is by itself.
pub(super) fn write(values: &[Value<'_>], out: &mut String) -> fmt::Result {
    out.push('[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        match value {
            Value::Null(_) => out.push_str("null"),
            Value::Boolean(_) | Value::SmallInt(_) | Value::Integer(_) | Value::BigInt(_) => super::write(value, out)?,
            value => {
                let mut text = String::new();
                super::write(value, &mut text)?;
                write!(out, "{}", serde_json::Value::String(text))?;
            }
        }
    }
    out.push(']');
    Ok(())
}

/// A list from JSON.
pub(super) fn read(text: &str, element: &'static SqlType) -> Result<Value<'static>, String> {
    let items: Vec<serde_json::Value> =
        serde_json::from_str(text).map_err(|error| format!("must be a list in JSON, and is not: {error}"))?;
    let item = |item: serde_json::Value| match item {
        serde_json::Value::Null => Ok(Value::Null(*element)),
        serde_json::Value::String(text) => parse(&text, *element),
        other => parse(&other.to_string(), *element),
    };
    Ok(Value::List(element, items.into_iter().map(item).collect::<Result<_, _>>()?))
}
