use std::sync::Arc;

use crate::schema::{OutputColumn, Table};

/// The columns of a statement's rows, as the program will read them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::Columns;
///
/// let columns = Columns::Table(User::TABLE);
/// assert_eq!(columns.len(), 4);
/// assert_eq!(columns.get(1).unwrap().field, "name");
/// assert!(Columns::None.is_empty());
/// ```
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
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(orm::sql::Columns::Table(User::TABLE).len(), 4);
    /// ```
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
    ///
    /// ```
    /// assert!(orm::sql::Columns::None.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The column at this place.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::Columns;
    ///
    /// let columns = Columns::Some(User::TABLE, [3].into());
    /// assert_eq!(columns.get(0).unwrap().field, "age");
    /// assert!(columns.get(1).is_none());
    /// ```
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
