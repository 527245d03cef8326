use std::any::Any;
use std::borrow::Cow;

use crate::database::{Exchange, Outcome, Request};
use crate::value::{ReadResult, RowReader, Value};

/// An exchange whose rows are counted.
struct Counted {
    exchange: Box<dyn Exchange>,
    rows: u64,
}

impl Exchange for Counted {
    fn sets(&self) -> usize {
        self.exchange.sets()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        self.exchange.parameters(set)
    }

    fn row(&mut self, set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.rows += 1;
        self.exchange.row(set, row)
    }
}

/// The exchange with a counter around it.
pub(super) fn wrap(exchange: Box<dyn Exchange>) -> Box<dyn Exchange> {
    Box::new(Counted { exchange, rows: 0 })
}

/// The request with a counter around its exchange.
pub(super) fn in_request(request: Request) -> Request {
    Request { exchange: wrap(request.exchange), ..request }
}

/// Takes the counter away again, and says what it counted.
pub(super) fn unwrap(outcome: &mut Outcome) -> u64 {
    let exchange: &mut dyn Any = &mut *outcome.exchange;
    let Some(counted) = exchange.downcast_mut::<Counted>() else { return 0 };
    let rows = counted.rows;
    outcome.exchange = std::mem::replace(&mut counted.exchange, Box::new(Gone));
    rows
}

/// What stands in the place of an exchange that was taken out.
struct Gone;

impl Exchange for Gone {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&[])
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}
