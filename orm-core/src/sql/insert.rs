use super::Dialect;
use super::joins::Joins;
use super::writer::Writer;
use crate::schema::{Part, Table};

/// An INSERT into one table.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Dialect, Insert, InsertForm};
///
/// let (table, form) = (User::TABLE, InsertForm::Row);
/// let insert = Insert { table, columns: &[1, 3], returning: &[0], form, skip_conflicts: false };
/// assert_eq!(
///     insert.compile(Dialect::Postgres),
///     r#"INSERT INTO "users" ("name", "age") VALUES ($1, $2) RETURNING "id""#
/// );
/// ```
#[derive(Debug)]
pub struct Insert<'a> {
    /// The table.
    pub table: &'static Table,
    /// The columns that are given, as indexes into the table's.
    pub columns: &'a [usize],
    /// The columns that come back.
    pub returning: &'a [usize],
    /// How the rows are given.
    pub form: InsertForm,
    /// Whether rows that collide with others are left out.
    pub skip_conflicts: bool,
}

/// How the rows of an INSERT are given.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Dialect, Insert, InsertForm};
///
/// let (table, form) = (User::TABLE, InsertForm::Arrays);
/// let insert = Insert { table, columns: &[1, 3], returning: &[], form, skip_conflicts: true };
/// assert!(insert.compile(Dialect::Postgres).ends_with("UNNEST($1, $2) ON CONFLICT DO NOTHING"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsertForm {
    /// One row: one parameter for each column.
    Row,
    /// Many rows: one array for each column, so that the text is the same whatever their number. PostgreSQL only.
    Arrays,
}

impl Insert<'_> {
    /// The text; the parameters are the caller's, in the order of `columns`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Insert, InsertForm};
    ///
    /// let (table, form) = (User::TABLE, InsertForm::Row);
    /// let nothing = Insert { table, columns: &[], returning: &[0], form, skip_conflicts: false };
    /// assert_eq!(nothing.compile(Dialect::Sqlite), r#"INSERT INTO "users" DEFAULT VALUES RETURNING "id""#);
    /// ```
    #[must_use]
    pub fn compile(&self, dialect: Dialect) -> String {
        let mut writer = Writer::new(dialect, Joins::of(self.table));
        let given = self.table.parts_of(self.columns);
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
                    writer.push(") VALUES (");
                    writer.separated(", ", numbers, Writer::placeholder);
                    writer.push(")");
                }
                InsertForm::Arrays => {
                    writer.push(") SELECT ");
                    let converted = converted(&given, &mut writer);
                    writer.push(" FROM UNNEST(");
                    writer.separated(", ", numbers.clone(), Writer::placeholder);
                    writer.push(")");
                    if converted {
                        writer.push(" AS list(");
                        writer.separated(", ", numbers, |writer, number| writer.push(&format!("v{number}")));
                        writer.push(")");
                    }
                }
            }
            if self.skip_conflicts {
                writer.push(" ON CONFLICT DO NOTHING");
            }
        }
        writer.returning(self.table, self.returning);
        writer.into_text()
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
        if let Some(ty) = conversion(part) {
            writer.push("::");
            writer.push(&ty);
        }
    });
    true
}

impl Writer {
    pub(super) fn returning(&mut self, table: &Table, columns: &[usize]) {
        if !columns.is_empty() {
            self.push(" RETURNING ");
            self.separated(", ", columns, |writer, &column| writer.parts(table, column));
        }
    }
}
