use serde::Serialize;
use tokio::io::AsyncWrite;

use super::CopyOut;
use super::binary_out::Binary;
use super::csv_out::Csv;
use super::json_lines_out::JsonLinesOut;
use super::output::Output;
use super::rows_out::RowsOut;
use crate::model::Model;
use crate::query::QuerySet;
use crate::sql::Columns;

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// Writes the rows as CSV (RFC 4180, with lines that end in `\n`), after a line that names the columns: of whole rows the
    /// table's own, of values the fields. Relations that are loaded with the rows are not written.
    ///
    /// NULL is an empty cell, and empty text one in quotes. [`copy_in_csv`](super::CopyRecord::copy_in_csv) reads it again, and
    /// says how values are written. Only some of the rows are in memory at a time.
    ///
    /// # Errors
    /// As awaiting the query; [`Error::Custom`](crate::Error::Custom) of the writer's own.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
    /// let mut csv = Vec::new(); // or a tokio::fs::File
    /// User::all().order_by(|u| u.id).copy_out_csv(&mut csv).await?;
    /// assert_eq!(csv, b"id,name,email\n1,ann,\n2,bob,\n");
    ///
    /// let mut names = Vec::new();
    /// User::filter(|u| u.id.gt(1)).values(|u| (u.name, u.email)).copy_out_csv(&mut names).await?;
    /// assert_eq!(names, b"name,email\nbob,\n");
    /// # Ok(()) }
    /// ```
    pub fn copy_out_csv<'a>(self, writer: impl AsyncWrite + Send + 'a) -> CopyOut<'a> {
        CopyOut::new(RowsOut::<M, T, Csv>::new(self), Output::new(writer))
    }

    /// Writes the rows in the binary format of PostgreSQL's COPY: what `COPY .. FROM .. (FORMAT binary)` reads into a table with
    /// columns of the same types in the same order, and by far the quickest way there. On both databases these are the same bytes;
    /// relations that are loaded with the rows are not written.
    ///
    /// PostgreSQL gives each cell as it is in its column. SQLite writes those of a table that
    /// [`create_tables`](crate::Db::create_tables) would make in PostgreSQL.
    ///
    /// # Errors
    /// As awaiting the query; [`Error::Custom`](crate::Error::Custom) of the writer's own. On SQLite,
    /// [`Error::Unsupported`](crate::Error::Unsupported) for lists of an enum, and [`Error::Read`](crate::Error::Read) for
    /// the few values that PostgreSQL cannot hold.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// # Country::create().name("France").await?;
    /// let mut rows = Vec::new(); // or a tokio::fs::File
    /// let copied = Country::all().copy_out_binary(&mut rows).await?;
    /// assert_eq!((copied.rows, copied.bytes), (1, 45));
    /// assert!(rows.starts_with(b"PGCOPY\n"));
    /// # Ok(()) }
    /// ```
    pub fn copy_out_binary<'a>(self, writer: impl AsyncWrite + Send + 'a) -> CopyOut<'a> {
        CopyOut::new(RowsOut::<M, T, Binary>::new(self), Output::new(writer))
    }

    /// Writes the rows as JSON, one a line, as serde gives them, with the relations that the query loads. Only some of them are in
    /// memory at a time.
    ///
    /// # Errors
    /// As awaiting the query; [`Error::InvalidValue`](crate::Error::InvalidValue) for NaN and infinity, which JSON does not have;
    /// [`Error::Custom`](crate::Error::Custom) of the writer's own, and of serde's where a row cannot be JSON.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// use serde::Serialize;
    ///
    /// #[derive(Model, Serialize)]
    /// struct Country {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// # Country::create().name("France").await?;
    /// let mut lines = Vec::new();
    /// Country::all().copy_out_json_lines(&mut lines).await?;
    /// assert_eq!(lines, b"{\"id\":1,\"name\":\"France\"}\n");
    /// # Ok(()) }
    /// ```
    pub fn copy_out_json_lines<'a>(self, writer: impl AsyncWrite + Send + 'a) -> CopyOut<'a>
    where
        T: Serialize,
    {
        let columns = self.columns.clone();
        // What is written out is whole rows: read back, null would be NULL where it meant that a column was not read.
        let rows = match columns {
            Columns::Table(table) if table.deferred().next().is_some() => self.undeferring(0..table.columns.len()),
            _ => self,
        };
        CopyOut::new(JsonLinesOut::new(rows.stream(), columns), Output::new(writer))
    }
}
