use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use pin_project_lite::pin_project;

use super::CopyRow;
use crate::error::Result;
use crate::model::Model;

/// Where rows come from. After an error, and after the last row, it is asked no more.
pub(super) trait Source<N>: Send {
    /// The next row.
    fn poll_row(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<N>>>;

    /// How many bytes of text the rows so far were, where they are read from text.
    fn bytes(&self) -> Option<u64> {
        None
    }

    /// The number of the line at which the last row begins, where it was read from text.
    fn line(&self) -> Option<u64> {
        None
    }

    /// Takes rows of so many bytes of text at most.
    fn set_bytes_a_record(self: Pin<&mut Self>, _bytes: usize) {}
}

pin_project! {
    /// Rows of a stream.
    pub(super) struct Streamed<M, S> {
        #[pin]
        stream: S,
        model: PhantomData<fn() -> M>,
    }
}

impl<M, S> Streamed<M, S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, model: PhantomData }
    }
}

impl<M: Model, S: Stream<Item: CopyRow<M>> + Send> Source<M::New> for Streamed<M, S> {
    fn poll_row(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<M::New>>> {
        self.project().stream.poll_next(context).map(|row| row.map(CopyRow::into_row))
    }
}

pin_project! {
    /// Rows of an iterator.
    pub(super) struct Iterated<M, I> {
        rows: I,
        model: PhantomData<fn() -> M>,
    }
}

impl<M, I> Iterated<M, I> {
    pub(super) fn new(rows: I) -> Self {
        Self { rows, model: PhantomData }
    }
}

impl<M: Model, I: Iterator<Item: CopyRow<M>> + Send> Source<M::New> for Iterated<M, I> {
    fn poll_row(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<M::New>>> {
        Poll::Ready(self.project().rows.next().map(CopyRow::into_row))
    }
}
