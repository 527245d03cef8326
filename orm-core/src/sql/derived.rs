//! Rows that stand in the place of a table, and what their columns are called.

use std::collections::HashSet;
use std::sync::Arc;

use super::writer::Writer;
use crate::error::Error;
use crate::expr::{DerivedFrom, DerivedNode, Select};
use crate::schema::Table;

impl Writer {
    /// The rows, under the table's name: where they are, or by the name that they have at the head of the statement.
    pub(super) fn derived(&mut self, table: &'static Table, derived: &Arc<DerivedNode>) {
        let name = self.joins.root_name().to_owned();
        if derived.with.is_none() {
            return self.in_brackets(&name, |writer| writer.rows_named_as(table, derived));
        }
        let common = self.common_table(table, derived);
        self.name(&common);
        self.push(" AS ");
        self.name(&name);
    }

    /// The rows, whose columns are called as those of the table.
    pub(super) fn rows_named_as(&mut self, table: &'static Table, derived: &DerivedNode) {
        self.refuse_same_names(table);
        match &derived.from {
            DerivedFrom::Query(select) => self.nested_as(Select::clone(select), table),
            DerivedFrom::Values(rows) => self.listed_rows(table, rows.clone()),
            DerivedFrom::Raw(raw) => self.raw_rows(table, raw.clone()),
        }
    }

    /// A foreign key to a key of several columns is as many, and what these are called is known only here.
    fn refuse_same_names(&mut self, table: &'static Table) {
        if table.columns.iter().all(|column| column.ty.width() == 1) {
            return;
        }
        let mut names = HashSet::new();
        let mut parts = (0..table.columns.len()).flat_map(|column| table.parts(column));
        // SQLite does not tell `Name` from `name`.
        if let Some(twice) = parts.find(|part| !names.insert(part.name.to_ascii_lowercase())) {
            let (model, name) = (table.model, twice.name);
            let reason =
                format!("two columns of {model} are called {name}, as a part of a foreign key: rename a field");
            self.fail(Error::Unsupported { reason });
        }
    }

    /// A query in place of a table, which calls its columns as that one's.
    fn nested_as(&mut self, select: Select, table: &'static Table) {
        // A name by itself in ORDER BY means a column that is given, before one of the table.
        let is_ordered = !select.order.is_empty() || !select.distinct_on.is_empty();
        self.nested_with(select, true, |joins| {
            joins.called = Some(table);
            joins.qualified |= is_ordered;
        });
    }
}
