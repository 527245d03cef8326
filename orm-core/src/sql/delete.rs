use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Select};
use crate::error::Result;

/// A DELETE of the rows that a SELECT would give.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Delete, Dialect, Select};
///
/// let delete = Delete { rows: Select::new(User::TABLE) };
/// assert_eq!(delete.compile(Dialect::Postgres).unwrap().sql, r#"DELETE FROM "users""#);
/// ```
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
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Delete, Dialect, Select};
    ///
    /// let mut rows = Select::new(User::TABLE);
    /// rows.filter.push(User::fields().age.lt(18).into_node());
    /// let compiled = Delete { rows }.compile(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"DELETE FROM "users" WHERE "age" < ?1"#);
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut writer = Writer::new(dialect, Joins::of(self.rows.table));
        writer.push("DELETE FROM ");
        writer.name(self.rows.table.name);
        writer.rows_of(self.rows);
        writer.finish()
    }
}
