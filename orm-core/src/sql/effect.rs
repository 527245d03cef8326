use std::sync::Arc;

use crate::schema::Table;

/// What a statement does to a table: what the core needs to name models and fields where a database does not.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Nothing that is known.
    None,
    /// It changes settings of its connection, which nobody else may be given after it.
    Settings,
    /// It reads rows of a table, and of those that it is joined with.
    Reads(&'static Table),
    /// It writes rows. The first parameters go into these columns, in order.
    Writes(&'static Table, Arc<[usize]>),
    /// It deletes rows.
    Deletes(&'static Table),
}

impl Effect {
    /// The table that it is about.
    pub(crate) fn table(&self) -> Option<&'static Table> {
        match self {
            Self::Reads(table) | Self::Writes(table, _) | Self::Deletes(table) => Some(table),
            Self::None | Self::Settings => None,
        }
    }
}
