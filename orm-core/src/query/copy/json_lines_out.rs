use std::pin::Pin;
use std::task::Poll;

use futures_core::Stream as _;
use serde::Serialize;

use super::copy_out::{Text, Texts};
use crate::database::BoxFuture;
use crate::error::{Error, Result};
use crate::query::RowStream;

/// So many rows are handed to the writer at a time, unless they are large.
const ROWS: u64 = 1_000;
const BYTES: usize = 1 << 20;

/// The rows of a query as JSON, one a line.
pub(super) struct JsonLinesOut<T> {
    rows: RowStream<T>,
}

impl<T> JsonLinesOut<T> {
    pub(super) fn new(rows: RowStream<T>) -> Self {
        Self { rows }
    }
}

impl<T: Serialize + Send + 'static> Texts for JsonLinesOut<T> {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Text>>> {
        let (mut text, mut count) = (Vec::new(), 0);
        Box::pin(std::future::poll_fn(move |context| {
            while count < ROWS && text.len() < BYTES {
                match Pin::new(&mut self.rows).poll_next(context) {
                    // The row is gone with the next poll, and so no row stays here between two of them.
                    Poll::Ready(Some(row)) => {
                        serde_json::to_writer(&mut text, &row?).map_err(Error::custom)?;
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
}
