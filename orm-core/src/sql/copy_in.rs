use super::joins::Joins;
use super::writer::Writer;
use super::{Dialect, SqlText};
use crate::schema::Table;

/// A `COPY .. FROM STDIN` of PostgreSQL: each set of parameters is a row, in the binary format.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::CopyIn;
///
/// let text = CopyIn::text(User::TABLE, &[1, 3]);
/// assert_eq!(&*text, r#"COPY "users" ("name", "age") FROM STDIN BINARY"#);
/// let copy = text.copy_in().unwrap();
/// assert_eq!(&*copy.columns, r#"SELECT "name", "age" FROM "users" LIMIT 0"#);
/// ```
#[derive(Debug)]
pub struct CopyIn {
    /// The text.
    pub sql: Box<str>,
    /// A query that gives the columns which the rows go into: the binary format must be that of their types.
    pub columns: Box<str>,
}

impl CopyIn {
    /// The text that copies into these columns, of which there is at least one.
    #[must_use]
    pub fn text(table: &'static Table, columns: &[usize]) -> SqlText {
        let parts = table.parts_of(columns);
        let names = || parts.iter().map(|part| &*part.name);
        let write = |write: &dyn Fn(&mut Writer)| {
            let mut writer = Writer::new(Dialect::Postgres, Joins::of(table));
            write(&mut writer);
            writer.into_text().into()
        };
        let sql = write(&|writer| {
            writer.push("COPY ");
            writer.name(table.name);
            writer.push(" (");
            writer.names(names());
            writer.push(") FROM STDIN BINARY");
        });
        let columns = write(&|writer| {
            writer.push("SELECT ");
            writer.names(names());
            writer.push(" FROM ");
            writer.name(table.name);
            writer.push(" LIMIT 0");
        });
        SqlText::CopyIn(Self { sql, columns }.into())
    }
}
