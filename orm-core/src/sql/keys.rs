//! Lists of keys of several columns.

use super::Dialect;
use super::writer::Writer;
use crate::value::{RowType, SqlType, Value};

impl Writer {
    /// A SELECT that gives these keys, one a row. Its text is the same whatever their number: PostgreSQL is given an array
    /// for each column, and SQLite, which cannot read arrays side by side, one document of all keys.
    pub(super) fn keys(&mut self, ty: &'static RowType, keys: Vec<Value<'static>>) {
        match self.dialect {
            Dialect::Postgres => {
                self.push("SELECT * FROM UNNEST(");
                self.separated(", ", ty.columns_of(keys), Self::value);
                self.push(")");
            }
            Dialect::Sqlite => {
                self.push("SELECT ");
                self.separated(", ", ty.parts.iter().enumerate(), |writer, (index, part)| {
                    let cell = format!("value ->> {index}");
                    // Bytes are written as digits there.
                    writer.push(&if *part == SqlType::Uuid { format!("unhex({cell}, '-')") } else { cell });
                });
                self.push(" FROM json_each(");
                self.value(Value::Array(SqlType::Row(ty), keys));
                self.push(")");
            }
        }
    }
}
