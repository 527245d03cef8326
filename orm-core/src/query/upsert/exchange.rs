use std::borrow::Cow;

use crate::database::Exchange;
use crate::model::Model;
use crate::query::gather::Gather;
use crate::query::insert::InsertExchange;
use crate::value::{ReadResult, RowReader, Value};

/// The rows of an INSERT with what stands behind them in the statement, and the rows that come back.
pub(super) struct UpsertExchange<M: Model, R> {
    pub(super) insert: InsertExchange<M::New, Vec<M::New>>,
    pub(super) parameters: Vec<Value<'static>>,
    pub(super) gather: Gather<M, R>,
}

impl<M: Model, R: Send + 'static> Exchange for UpsertExchange<M, R> {
    fn sets(&self) -> usize {
        self.insert.sets()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        if self.parameters.is_empty() {
            return self.insert.parameters(set);
        }
        let mut parameters = self.insert.parameters(set).into_owned();
        parameters.extend(self.parameters.iter().cloned());
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.gather.row(row)
    }
}
