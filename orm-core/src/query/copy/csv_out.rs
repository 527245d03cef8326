use std::borrow::Cow;

use super::copy_out::{Text, Texts};
use super::text::write;
use crate::database::{BoxFuture, Exchange};
use crate::error::Result;
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::cursor::{Cursor, ROWS_A_FETCH, fetchable};
use crate::query::lock::permitted;
use crate::sql::Columns;
use crate::value::{Captured, ReadError, ReadResult, RowReader, SqlType, Value};

/// The rows of a query as CSV.
pub(super) struct CsvOut<M: Model, T> {
    state: State<M, T>,
    rows_a_fetch: u32,
}

enum State<M: Model, T> {
    New(Box<QuerySet<M, T>>),
    Open(Cursor, Columns),
    Ended,
}

impl<M: Model, T> CsvOut<M, T> {
    pub(super) fn new(rows: QuerySet<M, T>) -> Self {
        // What else is read with the rows is not written.
        Self { state: State::New(Box::new(QuerySet { loads: None, ..rows })), rows_a_fetch: ROWS_A_FETCH }
    }
}

impl<M: Model, T: Send + 'static> Texts for CsvOut<M, T> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Text>>> {
        Box::pin(async move {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::New(rows) => {
                    let (db, columns) = (rows.db()?, rows.columns.clone());
                    let header = header(&columns);
                    if !rows.select.is_empty() {
                        let (select, ..) = rows.into_gathered();
                        permitted::<M>(&select, &db)?;
                        let cursor = Cursor::open(&db, select.compile(db.dialect())?, columns.clone()).await?;
                        self.state = State::Open(cursor, columns);
                    }
                    Ok(Some((header.into_bytes(), 0)))
                }
                State::Open(mut cursor, columns) => {
                    let types = columns.iter().map(|column| column.ty).collect();
                    let exchange = |parameters| CsvRows { parameters, types, text: String::new(), count: 0 };
                    let fetched = cursor.fetch(self.rows_a_fetch, exchange, |rows| rows.count);
                    let CsvRows { text, count, .. } = *fetched.await?;
                    if let Some(cursor) = cursor.unless_last(self.rows_a_fetch, count).await? {
                        self.state = State::Open(cursor, columns);
                    }
                    let rows = u64::try_from(count).unwrap_or(u64::MAX);
                    Ok((count > 0).then(|| (text.into_bytes(), rows)))
                }
                State::Ended => Ok(None),
            }
        })
    }

    fn set_rows_a_fetch(&mut self, rows: u32) {
        self.rows_a_fetch = fetchable(rows);
    }
}

/// Rows on their way from the database into text.
struct CsvRows {
    parameters: Vec<Value<'static>>,
    types: Vec<SqlType>,
    text: String,
    count: usize,
}

impl Exchange for CsvRows {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        let mut cell = String::new();
        for (place, ty) in self.types.iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            if let SqlType::Text = ty {
                // Without a copy.
                row.text()?.into_iter().for_each(|text| field(text, &mut self.text));
                continue;
            }
            for value in Captured::read(row, [*ty])?.into_values().filter(|value| !value.is_null()) {
                cell.clear();
                write(&value, &mut cell)
                    .map_err(|_| ReadError::invalid("the day is too far away to be written as text"))?;
                field(&cell, &mut self.text);
            }
        }
        self.text.push('\n');
        self.count += 1;
        Ok(())
    }
}

/// The names of the columns; of what has none, its place.
fn header(columns: &Columns) -> String {
    let mut header = String::new();
    let names: Vec<Cow<'static, str>> = match columns {
        Columns::Table(table) => {
            (0..table.columns.len()).flat_map(|column| table.parts(column)).map(|part| part.name).collect()
        }
        columns => columns.iter().map(|column| column.field.into()).collect(),
    };
    for (place, name) in names.into_iter().enumerate() {
        if place > 0 {
            header.push(',');
        }
        match &*name {
            // What is no field is described, and no name of a field has spaces.
            name if name.is_empty() || name.contains(' ') && !matches!(columns, Columns::Table(_)) => {
                field(&format!("column_{}", place + 1), &mut header);
            }
            name => field(name, &mut header),
        }
    }
    header.push('\n');
    header
}

/// A cell, in quotes where it could be taken for something else; so is empty text, because a cell of nothing is NULL.
fn field(text: &str, out: &mut String) {
    let is_plain = !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if is_plain && !text.starts_with('\u{feff}') {
        return out.push_str(text);
    }
    out.push('"');
    for (place, part) in text.split('"').enumerate() {
        if place > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    out.push('"');
}
