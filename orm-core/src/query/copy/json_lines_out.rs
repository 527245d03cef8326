use std::pin::Pin;
use std::task::Poll;

use futures_core::Stream as _;
use serde::Serialize;

use super::copy_out::{Text, Texts};
use crate::database::BoxFuture;
use crate::error::{Error, Result};
use crate::query::RowStream;
use crate::query::cursor::{ROWS_A_FETCH, fetchable};
use crate::schema::OutputColumn;
use crate::sql::Columns;
use crate::value::{NOT_IN_JSON, Strict};

/// Text of so many bytes is handed to the writer also where it is of fewer rows.
const BYTES: usize = 1 << 20;

/// The rows of a query as JSON, one a line.
pub(super) struct JsonLinesOut<T> {
    rows: RowStream<T>,
    columns: Columns,
    /// So many rows are handed to the writer at a time, unless they are large.
    rows_a_fetch: u32,
}

impl<T> JsonLinesOut<T> {
    pub(super) fn new(rows: RowStream<T>, columns: Columns) -> Self {
        Self { rows, columns, rows_a_fetch: ROWS_A_FETCH }
    }
}

impl<T: Serialize + Send + 'static> Texts for JsonLinesOut<T> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Text>>> {
        let (mut text, mut count) = (Vec::new(), 0);
        Box::pin(std::future::poll_fn(move |context| {
            while count < u64::from(self.rows_a_fetch) && text.len() < BYTES {
                match Pin::new(&mut self.rows).poll_next(context) {
                    // The row is gone with the next poll, and so no row stays here between two of them.
                    Poll::Ready(Some(row)) => {
                        let row = row?;
                        serde_json::to_writer(&mut text, &Strict(&row))
                            .map_err(|error| failed(error, &self.columns))?;
                        text.push(b'\n');
                        count += 1;
                    }
                    Poll::Ready(None) => break,
                    Poll::Pending => return Poll::Pending,
                }
            }
            Poll::Ready(Ok((count > 0).then(|| (std::mem::take(&mut text), count))))
        }))
    }

    fn set_rows_a_fetch(&mut self, rows: u32) {
        self.rows_a_fetch = fetchable(rows);
        self.rows.set_rows_a_fetch(rows);
    }
}

/// Names the column whose value JSON does not have; what else serde says is its own.
#[cold]
fn failed(error: serde_json::Error, columns: &Columns) -> Error {
    let said = error.to_string();
    let found = said.strip_suffix(NOT_IN_JSON).and_then(|path| {
        let (first, rest) = path.split_once(": ").unwrap_or_default();
        Some((column(first, columns)?, format!("{rest}{NOT_IN_JSON}")))
    });
    match found {
        Some((OutputColumn { model, field, .. }, reason)) => Error::InvalidValue { model, field, reason },
        None => Error::custom(error),
    }
}

/// The column that a part of a row is: a field by its name, one of several values by its place, and one value alone.
fn column(part: &str, columns: &Columns) -> Option<OutputColumn> {
    // What is no field is described, and no name of a field has spaces.
    let is_field = |column: &OutputColumn| !column.field.is_empty() && !column.field.contains(' ');
    let place = part.strip_prefix("place ").and_then(|part| part.split_once(" of "));
    match place {
        // Not where one of the values is of several columns.
        Some((place, count)) if count.parse() == Ok(columns.len()) => {
            columns.get(place.parse::<usize>().ok()?.checked_sub(1)?).filter(is_field)
        }
        Some(_) => None,
        None if part.is_empty() && columns.len() == 1 => columns.get(0).filter(is_field),
        None => columns.iter().find(|column| column.field == part).filter(is_field),
    }
}
