use std::fmt::{self, Write as _};

use serde_json::value::RawValue;

use super::parse::parse;
use crate::error::shortened_within;
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
    let not_json = |error: serde_json::Error| {
        format!("must be a list in JSON, and is not: {}", shortened_within(&error.to_string()))
    };
    // Its numbers stay as they are written.
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(not_json)?;
    let item = |item: &RawValue| match item.get() {
        "null" => Ok(Value::Null(*element)),
        text if text.starts_with('"') => parse(&serde_json::from_str::<String>(text).map_err(not_json)?, *element),
        text => parse(text, *element),
    };
    Ok(Value::List(element, items.into_iter().map(item).collect::<Result<_, _>>()?))
}
