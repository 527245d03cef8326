//! What a statement that writes gives back.

use super::joins::Joins;
use super::writer::Writer;
use super::{Output, Select};
use crate::error::Error;
use crate::expr::Node;
use crate::schema::Table;

/// What stands before a statement whose rows come back as arrays.
pub(crate) const ARRAYS_OF: &str = "WITH written AS (";

/// What a statement that writes rows gives back of each of them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Delete, Dialect, Returning, Select};
///
/// let delete = Delete { rows: Select::new(User::TABLE), returning: Returning::Columns(&[0]) };
/// assert_eq!(delete.compile(Dialect::Postgres).unwrap().sql, r#"DELETE FROM "users" RETURNING "id""#);
/// ```
#[derive(Debug)]
pub enum Returning<'a> {
    /// Nothing.
    Nothing,
    /// These columns, as indexes into the table's.
    Columns(&'a [usize]),
    /// These columns, each as one array of all rows, in a single row: one message of the server's instead of one for each
    /// row. PostgreSQL only.
    Arrays(&'a [usize]),
    /// What a SELECT of the rows would give.
    Output(Output),
}

impl Writer {
    pub(super) fn returning(&mut self, table: &'static Table, returning: Returning<'_>) {
        match returning {
            Returning::Nothing | Returning::Columns([]) => {}
            Returning::Columns(columns) => {
                self.push(" RETURNING ");
                self.separated(", ", columns, |writer, &column| writer.parts(table, column));
            }
            Returning::Arrays(columns) => self.returning_arrays(table, columns),
            Returning::Output(output) => self.returning_output(table, output),
        }
    }

    /// The statement becomes a part of a SELECT. Arrays gather in the order in which it gives its rows.
    fn returning_arrays(&mut self, table: &'static Table, columns: &[usize]) {
        self.prepend(ARRAYS_OF);
        self.returning(table, Returning::Columns(columns));
        self.push(") SELECT ");
        self.separated(", ", columns, |writer, &column| {
            writer.push("array_agg(");
            writer.parts(table, column);
            writer.push(")");
        });
        self.push(" FROM written");
    }

    fn returning_output(&mut self, table: &'static Table, output: Output) {
        let mut joins = Joins::of(table);
        if let Output::Nodes(nodes) = &output {
            nodes.iter().for_each(|node| joins.gather(node));
            if joins.has_aggregates() || nodes.iter().any(Node::has_window) {
                let reason =
                    format!("returning() of {} gives one value for each row, and this is one of many", table.model);
                return self.fail(Error::Unsupported { reason });
            }
        }
        if !joins.is_empty() {
            let reason = format!(
                "returning() of {} gives what the written rows hold, and this is in the row of a foreign key: load it with \
                 `prefetch_related`, or read it afterwards",
                table.model
            );
            return self.fail(Error::Unsupported { reason });
        }
        self.push(" RETURNING ");
        self.outputs(output, table, false, false);
    }
}

/// Splits a query into the rows that are written and what they give back.
pub(crate) fn rows_and_output(mut rows: Select) -> (Select, Output) {
    let output = std::mem::replace(&mut rows.output, Output::Table);
    (rows, output)
}
