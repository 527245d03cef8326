use super::{Table, constraint_name};

/// An index over several columns, unique or not.
#[derive(Debug)]
pub struct IndexDef {
    /// The columns, as indexes into [`Table::columns`].
    pub columns: &'static [usize],
    /// Whether no two rows may have the same values.
    pub unique: bool,
}

impl IndexDef {
    /// The index's name in the database: the table, the columns, and `key` where it is unique, `idx` where not.
    #[must_use]
    pub fn name(&self, table: &Table) -> String {
        let suffix = if self.unique { "key" } else { "idx" };
        constraint_name(table.name, self.columns.iter().map(|&index| table.columns[index].name), suffix)
    }
}
