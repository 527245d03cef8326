use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Conflict, Dialect, Returning};
use crate::error::{Error, Result};
use crate::schema::{Part, Table};

/// An INSERT into one table.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Dialect, Insert, InsertForm, Returning};
///
/// let (table, form) = (User::TABLE, InsertForm::Row);
/// let insert = Insert { table, columns: &[1, 3], returning: Returning::Columns(&[0]), form, conflict: None };
/// assert_eq!(
///     insert.compile(Dialect::Postgres).unwrap().sql,
///     r#"INSERT INTO "users" ("name", "age") VALUES ($1, $2) RETURNING "id""#
/// );
/// ```
#[derive(Debug)]
pub struct Insert<'a> {
    /// The table.
    pub table: &'static Table,
    /// The columns that are given, as indexes into the table's.
    pub columns: &'a [usize],
    /// What comes back.
    pub returning: Returning<'a>,
    /// How the rows are given.
    pub form: InsertForm,
    /// What becomes of rows that collide with others; `None` makes an error of them.
    pub conflict: Option<Conflict>,
}

/// How the rows of an INSERT are given.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Dialect, Insert, InsertForm, Returning};
///
/// let (table, form) = (User::TABLE, InsertForm::Arrays);
/// let insert = Insert { table, columns: &[1, 3], returning: Returning::Nothing, form, conflict: None };
/// assert!(insert.compile(Dialect::Postgres).unwrap().sql.ends_with("UNNEST($1, $2)"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsertForm {
    /// One row: one parameter for each column.
    Row,
    /// Many rows: one array for each column, so that the text is the same whatever their number. PostgreSQL only.
    Arrays,
}

impl Insert<'_> {
    /// The text, and the parameters that come after the caller's own, which are in the order of `columns`.
    ///
    /// # Errors
    /// `Error::Unsupported` for what the database cannot do about rows that collide.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Insert, InsertForm, Returning};
    ///
    /// let (table, form) = (User::TABLE, InsertForm::Row);
    /// let nothing = Insert { table, columns: &[], returning: Returning::Columns(&[0]), form, conflict: None };
    /// let compiled = nothing.compile(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"INSERT INTO "users" DEFAULT VALUES RETURNING "id""#);
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut writer = Writer::new(dialect, Joins::of(self.table));
        let given = self.table.parts_of(self.columns);
        writer.given = given.len();
        let numbers = 1..=given.len();
        writer.push("INSERT INTO ");
        writer.name(self.table.name);
        if self.columns.is_empty() {
            writer.push(" DEFAULT VALUES");
        } else {
            writer.push(" (");
            writer.names(given.iter().map(|part| &*part.name));
            match self.form {
                InsertForm::Row => {
                    let tells = dialect == Dialect::Sqlite && self.conflict.as_ref().is_some_and(Conflict::tells);
                    writer.push(if tells { ") VALUES (upsert_begins(" } else { ") VALUES (" });
                    writer.separated(", ", numbers, |writer, number| {
                        writer.value_of(&given[number - 1], number);
                        writer.push(if tells && number == 1 { ")" } else { "" });
                    });
                    writer.push(")");
                }
                InsertForm::Arrays => {
                    writer.push(") SELECT ");
                    let converted = converted(&given, &mut writer);
                    writer.push(" FROM UNNEST(");
                    writer.separated(", ", numbers.clone(), Writer::placeholder);
                    writer.push(")");
                    if converted {
                        writer.push(" AS ");
                        writer.list_of_values("list", numbers);
                    }
                }
            }
        }
        if let Some(conflict) = self.conflict {
            match self.columns {
                // SQLite's grammar has no place for it.
                [] => writer.fail(Error::Unsupported {
                    reason: format!("a new {} of defaults alone collides with nothing: set a field", self.table.model),
                }),
                _ => writer.on_conflict(self.table, conflict),
            }
        }
        writer.returning(self.table, self.returning);
        writer.finish()
    }
}

/// What is selected from the arrays: all as it is, or with what arrives as text converted.
fn converted(given: &[Part], writer: &mut Writer) -> bool {
    let dialect = writer.dialect;
    let conversion = |part: &Part| dialect.conversion(part.ty);
    let any = given.iter().any(|part| conversion(part).is_some());
    if !any {
        writer.push("*");
        return false;
    }
    writer.separated(", ", given.iter().enumerate(), |writer, (index, part)| {
        writer.push(&format!("v{}", index + 1));
        writer.convert(part);
    });
    true
}

impl Writer {
    /// A value of this column, given as the parameter of this number. SQLite does not write the zeros that a decimal of so many digits has
    /// at its end.
    pub(super) fn value_of(&mut self, part: &Part, number: usize) {
        match (self.dialect, part.digits) {
            (Dialect::Sqlite, Some((all, after))) => {
                self.push("decimal_fit(");
                self.placeholder(number);
                self.push(&format!(", {all}, {after})"));
            }
            _ => self.placeholder(number),
        }
    }

    /// Converts what arrives as text in an array.
    pub(super) fn convert(&mut self, part: &Part) {
        if let Some(ty) = self.dialect.conversion(part.ty) {
            self.push("::");
            self.push(&ty);
        }
    }

    /// The name of a list of rows, and the names of its columns.
    pub(super) fn list_of_values(&mut self, name: &str, numbers: impl Iterator<Item = usize>) {
        self.name(name);
        self.push("(");
        self.separated(", ", numbers, |writer, number| writer.push(&format!("v{number}")));
        self.push(")");
    }
}
