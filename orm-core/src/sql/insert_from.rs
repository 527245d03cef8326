use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Select};
use crate::error::Result;
use crate::schema::Table;

/// An INSERT of what a SELECT gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::expr::Node;
/// use orm::sql::{Dialect, InsertFrom, Output, Select};
///
/// let mut rows = Select::new(User::TABLE);
/// rows.output = Output::Nodes(vec![Node::root_column(User::TABLE, 1)]);
/// let insert = InsertFrom { table: User::TABLE, columns: &[1], rows };
/// let sql = insert.compile(Dialect::Postgres).unwrap().sql;
/// assert_eq!(sql, r#"INSERT INTO "users" ("name") SELECT "name" FROM "users""#);
/// ```
#[derive(Debug)]
pub struct InsertFrom<'a> {
    /// The table.
    pub table: &'static Table,
    /// The columns that are given, as indexes into the table's.
    pub columns: &'a [usize],
    /// What gives them, in this order.
    pub rows: Select,
}

impl InsertFrom<'_> {
    /// The text and the parameters.
    ///
    /// # Errors
    /// As [`Select::compile`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// use orm::sql::{Dialect, InsertFrom, Output, Select};
    ///
    /// let rows = Select::new(User::TABLE);
    /// assert!(InsertFrom { table: User::TABLE, columns: &[0, 1], rows }.compile(Dialect::Sqlite).is_ok());
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let rows = self.rows.planned(dialect)?;
        let mut writer = Writer::new(dialect, Joins::of(self.table));
        writer.push("INSERT INTO ");
        writer.name(self.table.name);
        writer.push(" (");
        writer.separated(", ", self.columns, |writer, &column| writer.parts(self.table, column));
        writer.push(") ");
        writer.joins = rows.joins();
        writer.select(rows);
        writer.finish()
    }
}
