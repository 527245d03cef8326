use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};

use super::batch::Batch;
use super::source::Source;
use crate::database::Db;
use crate::error::Result;
use crate::model::NewModel;

/// So many rows are gathered before the batch that is being sent has its turn again.
const ROWS_A_TURN: usize = 256;

/// Makes batches of the rows that there are.
pub(super) struct Gatherer<'a, N> {
    source: Pin<Box<dyn Source<N> + 'a>>,
    /// How many rows there were.
    count: u64,
    batches: u32,
    has_ended: bool,
    /// About how large their values were.
    size: u64,
}

impl<'a, N: NewModel> Gatherer<'a, N> {
    pub(super) fn new(source: Pin<Box<dyn Source<N> + 'a>>) -> Self {
        Self { source, count: 0, batches: 0, has_ended: false, size: 0 }
    }

    /// The next batch, and how many bytes there were up to its end; `None` after the last.
    pub(super) async fn next(&mut self, db: &Db) -> Result<Option<(Batch<N>, u64)>> {
        let mut batch = Batch::new(db, self.batches);
        self.batches = self.batches.saturating_add(1);
        poll_fn(|context| {
            for _ in 0..ROWS_A_TURN {
                if self.has_ended || batch.is_full() {
                    return Poll::Ready(Ok(()));
                }
                match ready!(self.source.as_mut().poll_row(context)) {
                    Some(row) => {
                        batch.push(row?, self.count)?;
                        self.count += 1;
                    }
                    None => self.has_ended = true,
                }
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await?;
        self.size += batch.size;
        let bytes = self.source.bytes().unwrap_or(self.size);
        Ok((!batch.is_empty()).then_some((batch, bytes)))
    }
}
