//! Documents, as PostgreSQL's jsonb understands them.

mod compare;
mod containment;
mod exact;
mod part;

use rusqlite::functions::Context;
use rusqlite::{Connection, Error, Result};
use serde_json::Value;

use super::{failed, pure, some_text};

use compare::compare;
pub(super) use compare::texts as compare_documents;
use exact::Exact;
pub(super) use part::place;

/// Defines what is asked of documents.
pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "json_get", 2, |context| part::get(&some_text(context, 0)?, context.get_raw(1)))?;
    pure(connection, "json_kind", 1, |context| Ok(kind(&some_text(context, 0)?).map(str::to_owned)))?;
    pure(connection, "json_elements", 1, |context| part::elements(&some_text(context, 0)?))?;
    pure(connection, "json_as_text", 1, |context| part::plain_text(&some_text(context, 0)?))?;
    pure(connection, "json_as_i64", 1, |context| Ok(number(&some_text(context, 0)?).and_then(|n| n.whole())))?;
    pure(connection, "json_as_f64", 1, |context| Ok(double(some_text(context, 0)?.trim())))?;
    pure(connection, "json_as_bool", 1, |context| Ok(boolean(some_text(context, 0)?.trim())))?;
    pure(connection, "json_holds", 2, |context| {
        Ok(containment::holds(&document(context, 0)?, &document(context, 1)?))
    })?;
    pure(connection, "json_has_key", 2, |context| {
        Ok(containment::has_key(&document(context, 0)?, &some_text(context, 1)?))
    })?;
    pure(connection, "json_has_keys", 2, |context| {
        let document = document(context, 0)?;
        Ok(keys(context)?.iter().all(|key| containment::has_key(&document, key)))
    })?;
    pure(connection, "json_has_any_keys", 2, |context| {
        let document = document(context, 0)?;
        Ok(keys(context)?.iter().any(|key| containment::has_key(&document, key)))
    })
}

fn document(context: &Context<'_>, index: usize) -> Result<Value> {
    serde_json::from_str(&some_text(context, index)?).map_err(broken)
}

fn keys(context: &Context<'_>) -> Result<Vec<String>> {
    serde_json::from_str(&some_text(context, 1)?).map_err(broken)
}

/// What is no document, or nested too deep to be read.
#[allow(clippy::needless_pass_by_value, reason = "given to map_err")]
pub(super) fn broken(error: serde_json::Error) -> Error {
    failed(error.to_string())
}

/// What a document is, which its first character says.
fn kind(json: &str) -> Option<&'static str> {
    Some(match json.trim_start().as_bytes().first()? {
        b'{' => "object",
        b'[' => "array",
        b'"' => "string",
        b't' | b'f' => "boolean",
        b'n' => "null",
        _ => "number",
    })
}

fn number(json: &str) -> Option<Exact> {
    (kind(json)? == "number").then(|| Exact::parse(json.trim())).flatten()
}

fn double(json: &str) -> Option<f64> {
    (kind(json)? == "number").then(|| json.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

fn boolean(json: &str) -> Option<bool> {
    json.parse().ok()
}
