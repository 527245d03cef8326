//! What a stream does with the rows that it fetches at a time.

use super::QuerySet;
use super::cursor::Cursor;
use super::gather::Attach;
use super::read::{GatherExchange, Read, ReadExchange};
use crate::database::BoxFuture;
use crate::error::Result;
use crate::model::Model;
use crate::relation::Provenance;

/// Fetches rows of a cursor, and makes values of them.
pub(super) trait Chunks<T>: Send + Sync {
    fn fetch<'a>(&'a self, cursor: &'a mut Cursor, rows: u32) -> BoxFuture<'a, Result<Vec<T>>>;
}

/// Rows of a statement that the program has written.
pub(super) struct RawChunks<T> {
    pub(super) read: Read<T>,
    pub(super) attach: Attach<T>,
    pub(super) provenance: Provenance,
}

impl<T: Send + 'static> Chunks<T> for RawChunks<T> {
    fn fetch<'a>(&'a self, cursor: &'a mut Cursor, rows: u32) -> BoxFuture<'a, Result<Vec<T>>> {
        Box::pin(async move {
            let exchange = |parameters| ReadExchange { parameters, rows: Vec::new(), read: self.read };
            let mut rows = cursor.fetch(rows, exchange, |exchange| exchange.rows.len()).await?.rows;
            (self.attach)(&mut rows, &self.provenance);
            Ok(rows)
        })
    }
}

/// Rows of a query, each chunk with the relations that are loaded with them.
impl<M: Model, T: Send + 'static> Chunks<T> for QuerySet<M, T> {
    fn fetch<'a>(&'a self, cursor: &'a mut Cursor, rows: u32) -> BoxFuture<'a, Result<Vec<T>>> {
        Box::pin(async move {
            let exchange = |parameters| GatherExchange { parameters, gather: self.gather() };
            let exchange = cursor.fetch(rows, exchange, |exchange| exchange.gather.rows.len()).await?;
            exchange.gather.finish(cursor.db(), Provenance::new(self.db.clone(), false)).await
        })
    }
}
