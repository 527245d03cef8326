use rusqlite::{Connection, Result};

use super::{failed, pure, some_text};

/// Defines `join_texts`, which joins the texts of a JSON list, of which null is none: SQLite's own aggregate takes a separator only
/// where it does not leave out equal texts. Of none it is NULL.
pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "join_texts", 2, |context| {
        let texts: Vec<Option<String>> =
            serde_json::from_str(&some_text(context, 0)?).map_err(|error| failed(error.to_string()))?;
        let texts: Vec<String> = texts.into_iter().flatten().collect();
        let separator = some_text(context, 1)?;
        Ok(if texts.is_empty() { None } else { Some(texts.join(&separator)) })
    })
}
