//! Rows of the program's own, and those of SQL that it has written, in the place of a table.

use super::Dialect;
use super::placeholders::{foreign_placeholder, renumbered};
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{RawNode, ValuesNode};
use crate::schema::{Part, Table};
use crate::value::Value;

impl Writer {
    /// Rows of the program's own. The text is the same whatever their number: each column is one parameter.
    pub(super) fn listed_rows(&mut self, table: &'static Table, rows: ValuesNode) {
        let parts: Vec<Part> = (0..table.columns.len()).flat_map(|column| table.parts(column)).collect();
        let lists = self.lists(table, &parts, rows.rows);
        match self.dialect {
            Dialect::Postgres => {
                self.push("SELECT ");
                self.separated(", ", parts.iter().enumerate(), |writer, (index, part)| {
                    writer.push(&format!("v{}", index + 1));
                    writer.convert(part);
                    writer.push(" AS ");
                    writer.name(&part.name);
                });
                self.push(" FROM UNNEST(");
                self.separated(", ", lists, Self::value);
                self.push(") AS ");
                self.list_of_values("list", 1..=parts.len());
            }
            // It reads lists one by one, and their rows are put side by side by their numbers.
            Dialect::Sqlite => {
                self.push("SELECT ");
                self.separated(", ", parts.iter().enumerate(), |writer, (index, part)| {
                    writer.push(&format!("l{}.v AS ", index + 1));
                    writer.name(&part.name);
                });
                self.push(" FROM ");
                self.separated(" JOIN ", lists.into_iter().enumerate(), |writer, (index, list)| {
                    writer.push("(SELECT value AS v, row_number() OVER () AS n FROM rarray(");
                    writer.value(list);
                    writer.push(&format!(")) AS l{}", index + 1));
                    if index > 0 {
                        writer.push(&format!(" ON l{}.n = l1.n", index + 1));
                    }
                });
            }
        }
    }

    /// The values of each column of the database, as one parameter each.
    fn lists(&mut self, table: &'static Table, parts: &[Part], rows: Vec<Vec<Value<'static>>>) -> Vec<Value<'static>> {
        let mut lists: Vec<Vec<Value<'static>>> = parts.iter().map(|_| Vec::with_capacity(rows.len())).collect();
        for row in rows {
            let mut next = lists.iter_mut();
            for (value, column) in row.into_iter().zip(table.columns) {
                if let Value::Unfit(_, reason) = &value {
                    let (model, field, reason) = (table.model, column.field, reason.to_string());
                    self.fail(Error::InvalidValue { model, field, reason });
                }
                value.each_part(&mut |part| next.next().into_iter().for_each(|list| list.push(part.clone())));
            }
        }
        let list = |(part, values): (&Part, Vec<_>)| Value::Array(part.ty, values);
        parts.iter().zip(lists).map(list).collect()
    }

    /// The rows of SQL that the program has written, with its parameters behind those that are there.
    pub(super) fn raw_rows(&mut self, table: &'static Table, raw: RawNode) {
        if let Some(name) = foreign_placeholder(self.dialect, &raw.sql, raw.parameters.len()) {
            let given = raw.parameters.len();
            self.fail(Error::Unsupported {
                reason: format!(
                    "SQL in the place of a table asks for the parameter {name}, and is given {given}: they are called $1, $2 and so on"
                ),
            });
        }
        let sql = renumbered(self.dialect, &raw.sql, self.given_so_far());
        let sql = sql.trim_end().trim_end_matches(';');
        if !raw.by_name {
            // No table that the SQL may read is called so.
            self.push(r#"WITH "raw rows"("#);
            let parts: Vec<Part> = (0..table.columns.len()).flat_map(|column| table.parts(column)).collect();
            self.names(parts.iter().map(|part| &*part.name));
            self.push(") AS (");
        }
        self.push(sql);
        // It may end in a comment.
        self.push("\n");
        self.take_parameters(raw.parameters);
        if !raw.by_name {
            self.push(r#") SELECT * FROM "raw rows""#);
        }
    }
}
