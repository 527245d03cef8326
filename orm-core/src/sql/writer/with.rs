//! WITH: queries that have a name, at the head of the statement.

use std::sync::Arc;
use std::{mem, ptr};

use super::Writer;
use crate::expr::{DerivedNode, Materialized};
use crate::schema::{MAX_IDENTIFIER_BYTES, Table};
use crate::sql::joins::Joins;
use crate::value::Value;

/// A query that has a name.
pub(super) struct CommonTable {
    table: &'static Table,
    rows: Arc<DerivedNode>,
    name: String,
    sql: String,
}

impl Writer {
    /// The name of such rows, which are written once, however often they are named.
    pub(in crate::sql) fn common_table(&mut self, table: &'static Table, rows: &Arc<DerivedNode>) -> String {
        // Equal rows under other names are another table.
        let mut named_so = self.common.iter().filter(|known| ptr::eq(known.table, table));
        if let Some(known) = named_so.find(|known| Arc::ptr_eq(&known.rows, rows) || *known.rows == **rows) {
            return known.name.clone();
        }
        // It stands before everything, and sees nothing of the queries that use it.
        let outside =
            (mem::take(&mut self.sql), mem::take(&mut self.around), mem::replace(&mut self.joins, Joins::none()));
        self.sharing(Vec::new(), |writer| writer.rows_named_as(table, rows));
        let sql = mem::replace(&mut self.sql, outside.0);
        (self.around, self.joins) = (outside.1, outside.2);
        // Those that are named in it are here by now.
        let name = common_name(table.name, self.common.len());
        self.common.push(CommonTable { table, rows: Arc::clone(rows), name: name.clone(), sql });
        name
    }

    /// How many parameters there are so far.
    pub(in crate::sql) fn given_so_far(&self) -> usize {
        self.given + self.parameters.len()
    }

    /// Adds parameters whose numbers are written already.
    pub(in crate::sql) fn take_parameters(&mut self, parameters: Vec<Value<'static>>) {
        self.parameters.extend(parameters);
    }

    /// The text, with what has a name before it.
    pub(super) fn headed_sql(&mut self) -> String {
        let statement = mem::take(&mut self.sql);
        if self.common.is_empty() {
            return statement;
        }
        self.push("WITH ");
        let common = mem::take(&mut self.common);
        self.separated(", ", common, |writer, CommonTable { rows, name, sql, .. }| {
            writer.name(&name);
            writer.push(match rows.with {
                Some(Materialized::Yes) => " AS MATERIALIZED (",
                Some(Materialized::No) => " AS NOT MATERIALIZED (",
                Some(Materialized::AsFit) | None => " AS (",
            });
            writer.push(&sql);
            writer.push(")");
        });
        self.push(" ");
        self.push(&statement);
        mem::take(&mut self.sql)
    }
}

/// A name with a blank in it, so that it hides no table from the rest of the statement.
fn common_name(table: &str, number: usize) -> String {
    let suffix = format!(" {}", number + 1);
    let mut end = table.len().min(MAX_IDENTIFIER_BYTES - suffix.len());
    while !table.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &table[..end])
}
