use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::io::AsyncRead;

use super::csv_in::Csv;
use super::input::Input;
use super::json_lines_in::JsonLines;
use super::source::{Iterated, Streamed};
use super::{CopyIn, CopyRow};
use crate::model::Model;

/// Copying many rows into a model's table. In the prelude.
///
/// On PostgreSQL the rows go by COPY in its binary format, on SQLite by a prepared INSERT. On both all rows are kept or none,
/// and only a few megabytes of them are in memory. Inside a transaction they are a part of it. What rows leave out is filled as
/// when they are created one by one; but what the database fills in, such as keys, does not come back: for that there is
/// [`bulk_create`](crate::query::Record::bulk_create).
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// #[orm(table = "readings")]
/// struct Reading {
///     id: i64,
///     sensor: String,
///     value: f64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Reading]).await?;
/// let readings = (0..1_000).map(|n| Reading::create().sensor("roof").value(f64::from(n) / 10.0));
/// let copied = Reading::copy_in_iter(readings).await?;
/// assert_eq!(copied.rows, 1_000);
/// # Ok(()) }
/// ```
pub trait CopyRecord: Model {
    /// Copies in the rows of a stream: of new rows, or of a `Result` of one, whose first error ends the copy.
    ///
    /// Queries of the stream belong to the transaction of the copy, so that a stream may read from the same database.
    ///
    /// # Errors
    /// That of the stream; and as creating the rows, where [`Error::InvalidValue`](crate::Error::InvalidValue) and
    /// [`Error::Validation`](crate::Error::Validation) say which row it is, counted from 0. Nothing is kept then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[derive(Model, Debug)] struct Archived { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, Archived]).await?;
    /// # Country::create().name("France").await?;
    /// use futures_util::TryStreamExt;
    ///
    /// let countries = Country::all().stream().map_ok(|country| Archived::create().name(country.name));
    /// assert_eq!(Archived::copy_in(countries).await?.rows, 1);
    /// # Ok(()) }
    /// ```
    fn copy_in<'a, S>(rows: S) -> CopyIn<'a, Self>
    where
        S: Stream<Item: CopyRow<Self>> + Send + 'a,
    {
        CopyIn::new(Streamed::<Self, S>::new(rows))
    }

    /// Copies in the rows of an iterator: new rows, or a `Result` of each.
    ///
    /// # Errors
    /// As [`copy_in`](Self::copy_in).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let lines = "France\nGermany".lines();
    /// let copied = Country::copy_in_iter(lines.map(|line| Country::create().name(line))).await?;
    /// assert_eq!(copied.rows, 2);
    /// # Ok(()) }
    /// ```
    fn copy_in_iter<'a, I>(rows: I) -> CopyIn<'a, Self>
    where
        I: IntoIterator<Item: CopyRow<Self>, IntoIter: Send + 'a>,
    {
        CopyIn::new(Iterated::<Self, I::IntoIter>::new(rows.into_iter()))
    }

    /// Copies in the rows of a CSV file (RFC 4180), whose first line names the columns that the others give: by the names of
    /// columns or of fields. Columns that it does not name are filled as those of any new row.
    ///
    /// An empty cell is NULL; one in quotes is empty text. Where a column takes no NULL, an empty cell leaves it to its default,
    /// and is empty text where it has none. Where there is one column, an empty line is a record, and otherwise none. What the database
    /// computes is passed over. Values are written as PostgreSQL writes them, dates and times also as in
    /// ISO 8601; bytes are `\x00ff`, spans of time `P1DT2H`, lists and documents JSON.
    ///
    /// # Errors
    /// [`Error::InvalidInput`](crate::Error::InvalidInput) with the number of the line that cannot be read;
    /// [`Error::Custom`](crate::Error::Custom) of the reader's own; and as [`copy_in`](Self::copy_in), with lines instead of rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String, population: Option<i64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let csv = "name,population\nFrance,68000000\n\"Korea, Republic of\",\n"; // or a tokio::fs::File
    /// assert_eq!(Country::copy_in_csv(csv.as_bytes()).await?.rows, 2);
    /// # Ok(()) }
    /// ```
    fn copy_in_csv<'a>(reader: impl AsyncRead + Send + 'a) -> CopyIn<'a, Self> {
        CopyIn::new(Csv::<Self>::new(Input::new(reader)))
    }

    /// Copies in rows that are JSON objects, one a line, as the new row's `Deserialize` takes them: what the program or the
    /// database always fills, such as counted keys, is not read. Names that the model does not have are refused, whether or not it has
    /// `deny_unknown_fields`. Empty lines are none.
    ///
    /// # Errors
    /// As [`copy_in_csv`](Self::copy_in_csv).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String, population: Option<i64> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let lines = "{\"name\": \"France\"}\n{\"name\": \"Malta\", \"population\": 520000}\n";
    /// assert_eq!(Country::copy_in_json_lines(lines.as_bytes()).await?.rows, 2);
    /// # Ok(()) }
    /// ```
    fn copy_in_json_lines<'a>(reader: impl AsyncRead + Send + 'a) -> CopyIn<'a, Self>
    where
        Self::New: DeserializeOwned,
    {
        CopyIn::new(JsonLines::new(Input::new(reader)))
    }
}

impl<M: Model> CopyRecord for M {}
