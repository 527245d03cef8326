use std::sync::Arc;

use crate::schema::Table;
use crate::value::SqlType;

/// A statement as a backend gets it: text whose values are all parameters, and what it gives back.
#[derive(Debug)]
pub struct Statement {
    /// The text. The same for every query of the same shape, so that a backend can prepare it once.
    pub sql: String,
    /// Whether it reads or writes.
    pub access: Access,
    /// The columns of its rows.
    pub columns: Columns,
}

/// Whether a statement only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing and locks nothing.
    Read,
    /// It may change rows.
    Write,
}

/// The columns of a statement's rows, as the program will read them.
#[derive(Debug, Clone)]
pub enum Columns {
    /// All columns of a table, in its order.
    Table(&'static Table),
    /// These.
    List(Arc<[OutputColumn]>),
}

/// One column of a statement's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputColumn {
    /// The name of the model that it is from.
    pub model: &'static str,
    /// The name of the field, or of the function that computes it.
    pub field: &'static str,
    /// The type that the program reads.
    pub ty: SqlType,
}

impl Columns {
    /// No columns: the statement gives no rows.
    #[must_use]
    pub fn none() -> Self {
        Self::List(Arc::from([]))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Table(table) => table.columns.len(),
            Self::List(columns) => columns.len(),
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
            Self::Table(table) => table.columns.get(index).map(|column| OutputColumn {
                model: table.model,
                field: column.field,
                ty: column.ty,
            }),
            Self::List(columns) => columns.get(index).copied(),
        }
    }
}
