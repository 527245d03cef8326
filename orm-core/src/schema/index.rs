use super::{Table, constraint_name};

/// An index over several columns, unique or not.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// #[orm(unique(name, age))]
/// struct User {
///     id: i64,
///     name: String,
///     age: i16,
/// }
///
/// let index = &User::TABLE.indexes[0];
/// assert_eq!((index.columns, index.unique), (&[1, 2][..], true));
/// assert_eq!(index.name(User::TABLE), "user_name_age_key");
/// ```
#[derive(Debug)]
pub struct IndexDef {
    /// The columns, as indexes into [`Table::columns`].
    pub columns: &'static [usize],
    /// Whether no two rows may have the same values.
    pub unique: bool,
}

impl IndexDef {
    /// The index's name in the database: the table, the columns, and `key` where it is unique, `idx` where not.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] #[orm(index(name, age))] struct User { id: i64, name: String, age: i16 }
    /// assert_eq!(User::TABLE.indexes[0].name(User::TABLE), "user_name_age_idx");
    /// ```
    #[must_use]
    pub fn name(&self, table: &Table) -> String {
        let suffix = if self.unique { "key" } else { "idx" };
        constraint_name(table.name, self.columns.iter().map(|&index| table.columns[index].name), suffix)
    }
}
