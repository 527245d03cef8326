use super::{ColumnDef, IndexDef, RelationDef, ReverseDef};

/// A model's table.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// assert_eq!(Country::TABLE.name, "country");
/// assert_eq!(Country::TABLE.key().name, "id");
/// ```
#[derive(Debug)]
pub struct Table {
    /// The struct's name.
    pub model: &'static str,
    /// The table's name in the database.
    pub name: &'static str,
    /// The columns, in the order of the struct's fields.
    pub columns: &'static [ColumnDef],
    /// The primary key, as an index into `columns`.
    pub primary_key: usize,
    /// The foreign keys.
    pub relations: &'static [RelationDef],
    /// The relations that have no column here.
    pub reverse: &'static [ReverseDef],
    /// The indexes over several columns.
    pub indexes: &'static [IndexDef],
    /// The order of querysets that ask for none.
    pub ordering: &'static [(usize, Direction)],
}

/// Which way an order goes.
///
/// ```
/// use orm::prelude::*;
/// use orm::schema::Direction;
///
/// #[derive(Model)]
/// #[orm(ordering = "-age")]
/// struct User {
///     id: i64,
///     age: i16,
/// }
///
/// assert_eq!(User::TABLE.ordering, [(1, Direction::Descending)]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl Direction {
    /// The other way.
    ///
    /// ```
    /// use orm::schema::Direction;
    ///
    /// assert_eq!(Direction::Ascending.reversed(), Direction::Descending);
    /// ```
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

impl Table {
    /// The primary key's column.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(User::TABLE.key().name, "id");
    /// ```
    #[must_use]
    pub fn key(&self) -> &'static ColumnDef {
        &self.columns[self.primary_key]
    }

    /// The column with this name in the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)]
    /// # struct Country { id: i64, name: String }
    /// assert!(Country::TABLE.column("name").is_some());
    /// assert!(Country::TABLE.column("nmae").is_none());
    /// ```
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&'static ColumnDef> {
        self.columns.iter().find(|column| column.name == name)
    }
}
