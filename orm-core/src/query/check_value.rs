use crate::error::{Error, Result};
use crate::schema::Table;
use crate::value::Value;

/// Refuses a text that is longer than its field says, before anything is sent.
pub(super) fn check_value(table: &'static Table, column: usize, value: &Value<'_>) -> Result<()> {
    let column = &table.columns[column];
    match (value, column.max_length) {
        (Value::Text(text), Some(most)) if is_longer(text, most) => {
            let reason = format!("the text has {} characters, and at most {most} fit", text.chars().count());
            Err(Error::InvalidValue { model: table.model, field: column.field, reason })
        }
        _ => Ok(()),
    }
}

fn is_longer(text: &str, most: u32) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    // A text never has more characters than bytes, so most need no counting.
    text.len() > most && text.chars().count() > most
}
