use std::borrow::Cow;

use crate::database::Exchange;
use crate::model::Model;
use crate::query::gather::Gather;
use crate::value::{Captured, ReadResult, RowReader, SqlType, Value};

/// The rows of one page, with what the first and the last of them are ordered by.
pub(super) struct PageExchange<M: Model, T> {
    pub(super) parameters: Vec<Value<'static>>,
    pub(super) gather: Gather<M, T>,
    /// The types of the order, whose values stand after everything else in a row.
    pub(super) types: Vec<SqlType>,
    /// How many rows a full page has.
    pub(super) size: usize,
    pub(super) first: Option<Vec<Value<'static>>>,
    pub(super) last: Option<Vec<Value<'static>>>,
    /// Whether there was a row more.
    pub(super) more: bool,
}

impl<M: Model, T: Send + 'static> Exchange for PageExchange<M, T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        if self.gather.rows.len() >= self.size {
            self.more = true;
            return Ok(());
        }
        self.gather.row(row)?;
        let mut cells = Captured::read(row, self.types.iter().copied())?.into_values();
        let values: Vec<_> = self.types.iter().map(|ty| joined(*ty, &mut cells)).collect();
        if self.first.is_none() {
            self.first = Some(values.clone());
        }
        self.last = Some(values);
        Ok(())
    }
}

/// The value of this type, which is several cells where it is a key of several columns.
fn joined(ty: SqlType, cells: &mut impl Iterator<Item = Value<'static>>) -> Value<'static> {
    let SqlType::Row(row) = ty else { return cells.next().unwrap_or(Value::Null(ty)) };
    let parts: Vec<_> = cells.take(row.parts.len()).collect();
    if parts.iter().any(Value::is_null) { Value::Null(ty) } else { Value::Row(row, parts) }
}
