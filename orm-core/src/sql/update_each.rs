use super::Dialect;
use super::insert::InsertForm;
use super::joins::Joins;
use super::writer::Writer;
use crate::schema::{Part, Table};

/// An UPDATE of many rows, each with values of its own.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
/// use orm::sql::{Dialect, InsertForm, UpdateEach};
///
/// let update = |form| UpdateEach { table: User::TABLE, columns: &[1], form };
/// assert_eq!(update(InsertForm::Row).compile(Dialect::Sqlite), r#"UPDATE "users" SET "name" = ?2 WHERE "id" = ?1"#);
/// assert_eq!(
///     update(InsertForm::Arrays).compile(Dialect::Postgres),
///     r#"UPDATE "users" SET "name" = "list".v2 FROM UNNEST($1, $2) AS "list"(v1, v2) WHERE "users"."id" = "list".v1"#
/// );
/// ```
#[derive(Debug)]
pub struct UpdateEach<'a> {
    /// The table.
    pub table: &'static Table,
    /// The columns that are written, as indexes into the table's: none of the key.
    pub columns: &'a [usize],
    /// How the rows are given.
    pub form: InsertForm,
}

impl UpdateEach<'_> {
    /// The text; the parameters are the caller's: those of the key, then those of the columns in their order, and then the version that
    /// each row had, where the table has one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// use orm::sql::{Dialect, InsertForm, UpdateEach};
    ///
    /// let update = UpdateEach { table: User::TABLE, columns: &[1], form: InsertForm::Row };
    /// assert_eq!(update.compile(Dialect::Postgres), r#"UPDATE "users" SET "name" = $2 WHERE "id" = $1"#);
    /// ```
    #[must_use]
    pub fn compile(&self, dialect: Dialect) -> String {
        let mut writer = Writer::new(dialect, Joins::of(self.table));
        let list = if self.table.name == "list" { "list_" } else { "list" };
        let key: Vec<Part> = self.table.parts(self.table.primary_key).collect();
        let written = self.table.parts_of(self.columns);
        writer.push("UPDATE ");
        writer.name(self.table.name);
        writer.push(" SET ");
        let value = |writer: &mut Writer, number: usize, part: &Part| match self.form {
            InsertForm::Row => writer.value_of(part, number),
            InsertForm::Arrays => {
                writer.name(list);
                writer.push(&format!(".v{number}"));
                writer.convert(part);
            }
        };
        let is_value = |writer: &mut Writer, (index, part): (usize, &Part)| {
            writer.name(&part.name);
            writer.push(" = ");
            value(writer, index + 1, part);
        };
        // Where there is a list beside the table, a column says whose it is.
        let table_is = |writer: &mut Writer, place: (usize, &Part)| {
            if self.form == InsertForm::Arrays {
                writer.name(self.table.name);
                writer.push(".");
            }
            is_value(writer, place);
        };
        writer.separated(", ", written.iter().enumerate().map(|(index, part)| (key.len() + index, part)), is_value);
        let version = self.table.version().and_then(|column| self.table.parts(column).next());
        if let Some(version) = &version {
            if !written.is_empty() {
                writer.push(", ");
            }
            writer.name(&version.name);
            writer.push(" = ");
            if self.form == InsertForm::Arrays {
                writer.name(self.table.name);
                writer.push(".");
            }
            writer.name(&version.name);
            writer.push(" + 1");
        }
        if self.form == InsertForm::Arrays {
            let numbers = 1..=key.len() + written.len() + usize::from(version.is_some());
            writer.push(" FROM UNNEST(");
            writer.separated(", ", numbers.clone(), Writer::placeholder);
            writer.push(") AS ");
            writer.list_of_values(list, numbers);
        }
        writer.push(" WHERE ");
        writer.separated(" AND ", key.iter().enumerate(), table_is);
        if let Some(version) = &version {
            writer.push(" AND ");
            table_is(&mut writer, (key.len() + written.len(), version));
        }
        writer.into_text()
    }
}
