//! Values written into the text, for the one place that takes no parameters: a table's CHECK constraints.

use super::Dialect;
use crate::error::{Error, Result};
use crate::value::Value;

/// A value as SQL text.
pub(super) fn write(dialect: Dialect, value: &Value<'_>) -> Result<String> {
    Ok(match value {
        Value::Null(_) => "NULL".to_owned(),
        Value::Boolean(true) => "TRUE".to_owned(),
        Value::Boolean(false) => "FALSE".to_owned(),
        Value::SmallInt(v) => v.to_string(),
        Value::Integer(v) => v.to_string(),
        Value::BigInt(v) => v.to_string(),
        // The number that a parameter would be: a plain literal is a decimal to PostgreSQL, and a double to SQLite.
        Value::Real(v) if v.is_finite() && dialect == Dialect::Postgres => format!("'{v:?}'::real"),
        Value::Real(v) if v.is_finite() => format!("{:?}", f64::from(*v)),
        Value::Double(v) if v.is_finite() && dialect == Dialect::Postgres => format!("'{v:?}'::double precision"),
        Value::Double(v) if v.is_finite() => format!("{v:?}"),
        Value::Decimal(v) if dialect == Dialect::Sqlite => format!("'{v}'"),
        Value::Decimal(v) => v.to_string(),
        Value::Text(text) if !text.contains('\0') => quote(text),
        Value::Enum(_, name) => quote(name),
        Value::Uuid(v) if dialect == Dialect::Postgres => format!("'{v}'::uuid"),
        Value::Uuid(v) => format!("X'{}'", v.simple()),
        other => {
            return Err(Error::Unsupported {
                reason: format!(
                    "a condition that is written as text, as those of checks and partial indexes are, cannot compare with a {}",
                    other.sql_type()
                ),
            });
        }
    })
}

/// Text in single quotes. Backslashes stand for themselves in both databases.
pub(super) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled() {
        let value = Value::Text("it's \\ \"x\"".into());
        assert_eq!(write(Dialect::Postgres, &value).ok().as_deref(), Some(r#"'it''s \ "x"'"#));
    }

    #[test]
    fn what_has_no_literal_is_an_error() {
        assert!(write(Dialect::Postgres, &Value::Double(f64::NAN)).is_err());
        assert!(write(Dialect::Postgres, &Value::Text("a\0b".into())).is_err());
    }
}
