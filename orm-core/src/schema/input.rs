//! Who gives a column of a new row its value: the program that makes the row, or something else.

use super::{Fill, Table};
use crate::value::SqlType;

impl Table {
    /// Whether whoever makes a row may give this column. A key of text is the program's own; all others are counted or made.
    pub(crate) fn is_input(&self, column: usize) -> bool {
        self.columns[column].fill == Fill::Given && !self.is_made(column)
    }

    /// Whether a new row that leaves this column out has a value in it.
    pub(crate) fn is_filled(&self, column: usize) -> bool {
        let def = &self.columns[column];
        !self.is_input(column) || def.has_default || def.db_default.is_some()
    }

    /// Whether a new row has to give this column.
    pub(crate) fn is_required(&self, column: usize) -> bool {
        !self.columns[column].nullable && !self.is_filled(column)
    }

    /// Whether the database alone has something for this column in rows that it makes itself.
    pub(crate) fn is_filled_by_database(&self, column: usize) -> bool {
        let def = &self.columns[column];
        let is_null = def.nullable && !def.has_default && def.fill == Fill::Given;
        is_null || def.db_default.is_some() || matches!(def.fill, Fill::Generated | Fill::Computed)
    }

    /// Whether the library makes it: of foreign keys it is the other row's.
    fn is_made(&self, column: usize) -> bool {
        let is_foreign = || self.relations.iter().any(|relation| relation.column == column);
        column == self.primary_key && self.columns[column].ty == SqlType::Uuid && !is_foreign()
    }
}
