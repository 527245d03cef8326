use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Returning, Select};
use crate::error::Result;

/// A DELETE of the rows that a SELECT would give.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Delete, Dialect, Returning, Select};
///
/// let delete = Delete { rows: Select::new(User::TABLE), returning: Returning::Nothing };
/// assert_eq!(delete.compile(Dialect::Postgres).unwrap().sql, r#"DELETE FROM "users""#);
/// ```
#[derive(Debug)]
pub struct Delete<'a> {
    /// The rows.
    pub rows: Select,
    /// What comes back.
    pub returning: Returning<'a>,
}

impl Delete<'_> {
    /// The text and the parameters.
    ///
    /// # Errors
    /// `Error::QueryTooLarge` for expressions that are nested too deeply.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Delete, Dialect, Returning, Select};
    ///
    /// let mut rows = Select::new(User::TABLE);
    /// rows.filter.push(User::fields().age.lt(18).into_node());
    /// let compiled = Delete { rows, returning: Returning::Nothing }.compile(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"DELETE FROM "users" WHERE "age" < ?1"#);
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut writer = Writer::new(dialect, Joins::of(self.rows.table));
        writer.push("DELETE FROM ");
        writer.name(self.rows.table.name);
        let table = self.rows.table;
        writer.rows_of(self.rows);
        writer.returning(table, self.returning);
        writer.finish()
    }
}
