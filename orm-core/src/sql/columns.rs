use std::sync::Arc;

use crate::schema::{OutputColumn, Table};

/// The columns of a statement's rows, as the program will read them.
#[derive(Debug, Clone)]
pub enum Columns {
    /// All columns of a table, in its order.
    Table(&'static Table),
    /// Some columns of a table, by their indexes.
    Some(&'static Table, Arc<[usize]>),
    /// These.
    List(Arc<[OutputColumn]>),
    /// None: the statement gives no rows.
    None,
}

impl Columns {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Table(table) => table.columns.len(),
            Self::Some(_, indexes) => indexes.len(),
            Self::List(columns) => columns.len(),
            Self::None => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column at this place.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<OutputColumn> {
        match self {
            Self::Table(table) => output(table, index),
            Self::Some(table, indexes) => output(table, *indexes.get(index)?),
            Self::List(columns) => columns.get(index).copied(),
            Self::None => None,
        }
    }
}

fn output(table: &'static Table, index: usize) -> Option<OutputColumn> {
    let column = table.columns.get(index)?;
    Some(OutputColumn { model: table.model, field: column.field, ty: column.ty })
}
