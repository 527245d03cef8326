use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Select};
use crate::error::Result;

/// A DELETE of the rows that a SELECT would give.
#[derive(Debug)]
pub struct Delete {
    /// The rows.
    pub rows: Select,
}

impl Delete {
    /// The text and the parameters.
    ///
    /// # Errors
    /// `Error::QueryTooLarge` for expressions that are nested too deeply.
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut writer = Writer::new(dialect, Joins::none());
        writer.push("DELETE FROM ");
        writer.name(self.rows.table.name);
        writer.rows_of(self.rows);
        writer.finish()
    }
}
