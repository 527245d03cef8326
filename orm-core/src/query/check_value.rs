use crate::error::{Error, Result};
use crate::schema::Table;
use crate::value::Value;

/// Refuses a value that its column cannot hold in any database, before anything is sent.
pub(super) fn check_value(table: &'static Table, column: usize, value: &Value<'_>) -> Result<()> {
    let column = &table.columns[column];
    let Value::Text(text) = value else { return Ok(()) };
    let reason = match column.max_length {
        _ if text.as_bytes().contains(&0) => "text cannot hold the character NUL".to_owned(),
        Some(most) if too_long(text, most) => {
            format!("the text has {} characters, and at most {most} fit", text.chars().count())
        }
        _ => return Ok(()),
    };
    Err(Error::InvalidValue { model: table.model, field: column.field, reason })
}

fn too_long(text: &str, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // A text never has more characters than bytes, so most need no counting.
    text.len() > most && text.chars().count() > most
}
