use std::borrow::Cow;
use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use bytes::BytesMut;

use super::copy_out::{Text, Texts};
use crate::database::{BoxFuture, Exchange};
use crate::error::Result;
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::cursor::{Cursor, ROWS_A_FETCH, fetchable};
use crate::query::lock::permitted;
use crate::sql::{Columns, Dialect, Output};
use crate::value::{ReadResult, RowReader, SqlType, Value};

/// How rows are written that nobody but the writer has to read.
pub(super) trait Format: Send + Sync + 'static {
    /// Writes what comes before the first row, unless such columns cannot be written.
    fn header(columns: &Columns, dialect: Dialect, out: &mut BytesMut) -> Result<()>;

    /// Writes a row whose cells have these types.
    fn row(types: &[SqlType], row: &mut dyn RowReader, out: &mut BytesMut) -> ReadResult<()>;

    /// Writes what comes after the last row.
    fn trailer(_out: &mut BytesMut) {}
}

/// The rows of a query, from the database into a format.
pub(super) struct RowsOut<M: Model, T, F> {
    state: State<M, T>,
    rows_a_fetch: u32,
    format: PhantomData<fn() -> F>,
}

enum State<M: Model, T> {
    New(Box<QuerySet<M, T>>),
    Open(Cursor, Columns),
    /// There are no more rows.
    Over,
    Ended,
}

impl<M: Model, T, F: Format> RowsOut<M, T, F> {
    pub(super) fn new(rows: QuerySet<M, T>) -> Self {
        // What else is read with the rows is not written.
        let state = State::New(Box::new(QuerySet { loads: None, ..rows }.with_all_columns()));
        Self { state, rows_a_fetch: ROWS_A_FETCH, format: PhantomData }
    }
}

impl<M: Model, T> QuerySet<M, T> {
    /// What is written out is whole rows, also with what is not read with them otherwise.
    fn with_all_columns(mut self) -> Self {
        if let Columns::Table(table) = self.columns
            && table.deferred().next().is_some()
        {
            let select = Arc::make_mut(&mut self.select);
            select.output = Output::Nodes(mem::replace(&mut select.output, Output::Table).into_all_nodes(table));
            self.columns = Columns::Some(table, (0..table.columns.len()).collect());
        }
        self
    }
}

impl<M: Model, T: Send + 'static, F: Format> Texts for RowsOut<M, T, F> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Text>>> {
        Box::pin(async move {
            loop {
                match mem::replace(&mut self.state, State::Ended) {
                    State::New(rows) => {
                        let (db, columns, mut header) = (rows.db()?, rows.columns.clone(), BytesMut::new());
                        F::header(&columns, db.dialect(), &mut header)?;
                        self.state = State::Over;
                        if !rows.select.is_empty() {
                            let (select, ..) = rows.into_gathered();
                            permitted::<M>(&select, &db)?;
                            let cursor = Cursor::open(&db, select.compile(db.dialect())?, columns.clone()).await?;
                            self.state = State::Open(cursor, columns);
                        }
                        return Ok(Some((header.into(), 0)));
                    }
                    State::Open(mut cursor, columns) => {
                        let types = columns.iter().map(|column| column.ty).collect();
                        let exchange = |parameters| Rows::<F> {
                            parameters,
                            types,
                            text: BytesMut::new(),
                            count: 0,
                            format: PhantomData,
                        };
                        let fetched = cursor.fetch(self.rows_a_fetch, exchange, |rows| rows.count);
                        let Rows { text, count, .. } = *fetched.await?;
                        self.state = match cursor.unless_last(self.rows_a_fetch, count).await? {
                            Some(cursor) => State::Open(cursor, columns),
                            None => State::Over,
                        };
                        if count > 0 {
                            return Ok(Some((text.into(), u64::try_from(count).unwrap_or(u64::MAX))));
                        }
                    }
                    State::Over => {
                        let mut trailer = BytesMut::new();
                        F::trailer(&mut trailer);
                        return Ok((!trailer.is_empty()).then(|| (trailer.into(), 0)));
                    }
                    State::Ended => return Ok(None),
                }
            }
        })
    }

    fn set_rows_a_fetch(&mut self, rows: u32) {
        self.rows_a_fetch = fetchable(rows);
    }
}

/// Rows on their way from the database into a format.
struct Rows<F> {
    parameters: Vec<Value<'static>>,
    types: Vec<SqlType>,
    text: BytesMut,
    count: usize,
    format: PhantomData<fn() -> F>,
}

impl<F: Format> Exchange for Rows<F> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        F::row(&self.types, row, &mut self.text)?;
        self.count += 1;
        Ok(())
    }
}
