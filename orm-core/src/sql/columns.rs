use std::sync::Arc;

use crate::schema::{OutputColumn, Part, Table};
use crate::value::SqlType;

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
    /// The columns of a table that are read with its rows, which are all that are not deferred, in its order.
    Table(&'static Table),
    /// Some columns of a table, by their indexes.
    Some(&'static Table, Arc<[usize]>),
    /// These.
    List(Arc<[OutputColumn]>),
    /// The same columns, wherever they stand: they are found by their names.
    Named(&'static Table),
    /// None: the statement gives no rows.
    None,
}

impl Columns {
    /// These, where a key of several columns is as many.
    pub(crate) fn list(columns: impl IntoIterator<Item = OutputColumn>) -> Self {
        Self::List(columns.into_iter().flat_map(parts).collect())
    }

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
            Self::Table(table) | Self::Named(table) => table.selected_width(),
            Self::Some(table, indexes) => indexes.iter().map(|&column| table.at(column).ty.width()).sum(),
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
        self.iter().nth(index)
    }

    /// All of them, in their order.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let fields: Vec<_> = orm::sql::Columns::Table(User::TABLE).iter().map(|column| column.field).collect();
    /// assert_eq!(fields, ["id", "name", "email", "age"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = OutputColumn> {
        let (table, some, list): (_, &[usize], &[OutputColumn]) = match self {
            Self::Table(table) | Self::Named(table) => (Some((*table, Some(table.selected()))), &[], &[]),
            Self::Some(table, indexes) => (Some((*table, None)), indexes, &[]),
            Self::List(columns) => (None, &[], columns),
            Self::None => (None, &[], &[]),
        };
        let of_table = table.into_iter().flat_map(move |(table, all)| {
            all.into_iter().flatten().chain(some.iter().copied()).map(|column| output(table, column)).flat_map(parts)
        });
        of_table.chain(list.iter().copied())
    }

    /// Where each of these stands among the columns that a statement gives; `None` where they stand in their own order, as
    /// all do that are not found by name.
    ///
    /// # Errors
    /// What is wrong, where the statement does not give what is read.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// use orm::sql::Columns;
    ///
    /// let given = ["name", "population", "id"];
    /// let places = Columns::Named(Country::TABLE).places(given.len(), |index| given[index]).unwrap();
    /// assert_eq!(places.as_deref(), Some([2, 0].as_slice()));
    /// assert!(Columns::Table(Country::TABLE).places(given.len(), |index| given[index]).is_err());
    /// ```
    pub fn places<'a>(&self, given: usize, name: impl Fn(usize) -> &'a str) -> Result<Option<Box<[usize]>>, String> {
        if let Self::Named(table) = self {
            let place = |(column, part): (usize, Part)| {
                (0..given).find(|&index| name(index) == part.name).ok_or_else(|| not_given(table, column, &part))
            };
            let parts = table.selected().flat_map(|column| table.parts(column).map(move |part| (column, part)));
            return parts.map(place).collect::<Result<_, _>>().map(Some);
        }
        let read = self.len();
        // Who reads no columns takes any: the statement is run for its effect.
        if read == 0 || given == read {
            return Ok(None);
        }
        let columns = if given == 1 { "column" } else { "columns" };
        Err(format!("the statement gives {given} {columns}, and {read} are read"))
    }
}

#[cold]
fn not_given(table: &Table, column: usize, part: &Part) -> String {
    format!("the statement gives no column \"{}\" for {}.{}", part.name, table.model, table.columns[column].field)
}

fn output(table: &'static Table, column: usize) -> OutputColumn {
    let def = table.at(column);
    OutputColumn { model: table.model, field: def.field, ty: def.ty }
}

/// The columns of the database that a column is.
fn parts(column: OutputColumn) -> impl Iterator<Item = OutputColumn> {
    (0..column.ty.width()).map(move |part| match column.ty {
        SqlType::Row(row) => OutputColumn { ty: row.parts[part], ..column },
        _ => column,
    })
}
