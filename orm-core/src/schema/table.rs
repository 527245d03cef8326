use super::{ColumnDef, CompositeKey, Fill, IndexDef, Part, RelationDef, ReverseDef};
use crate::value::SqlType;

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
    /// The primary key, as an index into `columns`; one past them for a key of several columns, which is
    /// `composite_key` then.
    pub primary_key: usize,
    /// The primary key, where it consists of several columns.
    pub composite_key: Option<&'static CompositeKey>,
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
        self.at(self.primary_key)
    }

    /// The column with this index: one of `columns`, or the primary key where several of these are its parts.
    ///
    /// # Panics
    /// When there is no such column.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)]
    /// # struct Country { id: i64, name: String }
    /// assert_eq!(Country::TABLE.at(1).name, "name");
    /// ```
    #[must_use]
    pub fn at(&self, column: usize) -> &'static ColumnDef {
        match self.composite_key {
            Some(key) if column == self.primary_key => &key.column,
            _ => &self.columns[column],
        }
    }

    /// Whether a column is the primary key or one of its parts.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)]
    /// # struct Country { id: i64, name: String }
    /// assert!(Country::TABLE.is_key(0) && !Country::TABLE.is_key(1));
    /// ```
    #[must_use]
    pub fn is_key(&self, column: usize) -> bool {
        column == self.primary_key || self.composite_key.is_some_and(|key| key.parts.contains(&column))
    }

    /// The columns of the database in which a column is kept: one, or as many as a key of several has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Order { id: i64 }
    /// #[derive(Model)]
    /// struct Line {
    ///     #[orm(primary_key)]
    ///     order: ForeignKey<Order>,
    ///     #[orm(primary_key)]
    ///     number: i32,
    /// }
    ///
    /// let key: Vec<_> = Line::TABLE.parts(Line::TABLE.primary_key).map(|part| part.name).collect();
    /// assert_eq!(key, ["order_id", "number"]);
    /// ```
    pub fn parts(&self, column: usize) -> impl ExactSizeIterator<Item = Part> {
        (0..self.at(column).ty.width()).map(move |part| self.part(column, part))
    }

    /// The same for several columns.
    /// The columns of a new row that are NULL where nothing else is said.
    pub(crate) fn filled_with_null(&self) -> impl Iterator<Item = usize> {
        let is_null = |column: &ColumnDef| column.nullable && column.db_default.is_none() && column.fill == Fill::Given;
        (0..self.columns.len()).filter(move |&column| is_null(&self.columns[column]))
    }

    /// The column that counts how often a row was written, if there is one.
    pub(crate) fn version(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.fill == Fill::Version)
    }

    /// The columns that the database computes.
    pub(crate) fn computed(&self) -> Vec<usize> {
        (0..self.columns.len()).filter(|&column| self.columns[column].fill == Fill::Computed).collect()
    }

    pub(crate) fn parts_of(&self, columns: &[usize]) -> Vec<Part> {
        columns.iter().flat_map(|&column| self.parts(column)).collect()
    }

    fn part(&self, column: usize, part: usize) -> Part {
        let def = self.at(column);
        match (self.composite_key, def.ty) {
            (Some(key), _) if column == self.primary_key => Part::of(&self.columns[key.parts[part]]),
            // A foreign key: what is said of the key that it points at is true of it.
            (_, SqlType::Row(_)) => {
                let relation = self.relations.iter().find(|relation| relation.column == column);
                relation.map_or_else(
                    || Part::of(def),
                    |relation| Part::pointing_at(&(relation.target)().part(relation.target_column(), part), def),
                )
            }
            _ => Part::of(def),
        }
    }

    /// How many columns the table has in the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)]
    /// # struct Country { id: i64, name: String }
    /// assert_eq!(Country::TABLE.width(), 2);
    /// ```
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.iter().map(|column| column.ty.width()).sum()
    }

    /// The columns that are read with a row: all but those that are deferred.
    pub(crate) fn selected(&self) -> impl Iterator<Item = usize> + use<> {
        let columns = self.columns;
        (0..columns.len()).filter(|&column| !columns[column].deferred)
    }

    /// How many columns in the database these are.
    pub(crate) fn selected_width(&self) -> usize {
        self.selected().map(|column| self.columns[column].ty.width()).sum()
    }

    /// The columns that are not read with a row.
    pub(crate) fn deferred(&self) -> impl Iterator<Item = usize> + use<> {
        let columns = self.columns;
        (0..columns.len()).filter(|&column| columns[column].deferred)
    }

    /// Which of the columns that are read with a row is the first that the primary key has.
    #[must_use]
    pub(crate) fn key_offset(&self) -> usize {
        let first = self.composite_key.map_or(self.primary_key, |key| key.parts[0]);
        self.selected().take_while(|&column| column < first).map(|column| self.columns[column].ty.width()).sum()
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
