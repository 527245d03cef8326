//! Rows that stand in the place of a table, and what their columns are called.

use std::sync::Arc;

use super::writer::Writer;
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
        match &derived.from {
            DerivedFrom::Query(select) => self.nested_as(Select::clone(select), table),
            DerivedFrom::Values(rows) => self.listed_rows(table, rows.clone()),
            DerivedFrom::Raw(raw) => self.raw_rows(table, raw.clone()),
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
