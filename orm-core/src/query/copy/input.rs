use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

use crate::error::{Error, Result};

const BYTES: usize = 64 << 10;

/// Text that a program gives through a reader.
pub(super) struct Input<'a> {
    reader: Pin<Box<dyn AsyncRead + Send + 'a>>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    is_over: bool,
    taken: u64,
}

impl<'a> Input<'a> {
    pub(super) fn new(reader: impl AsyncRead + Send + 'a) -> Self {
        let buffer = vec![0; BYTES].into_boxed_slice();
        Self { reader: Box::pin(reader), buffer, start: 0, end: 0, is_over: false, taken: 0 }
    }

    /// What was read and not taken yet; nothing only where the text is over.
    pub(super) fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<Result<&[u8]>> {
        if self.start == self.end && !self.is_over {
            let mut buffer = ReadBuf::new(&mut self.buffer);
            ready!(self.reader.as_mut().poll_read(context, &mut buffer)).map_err(Error::custom)?;
            (self.start, self.end) = (0, buffer.filled().len());
            self.is_over = self.end == 0;
        }
        Poll::Ready(Ok(&self.buffer[self.start..self.end]))
    }

    /// Takes so many bytes of it.
    pub(super) fn take(&mut self, bytes: usize) {
        self.start += bytes;
        self.taken += u64::try_from(bytes).unwrap_or(u64::MAX);
    }

    /// How many bytes were taken.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input").field("taken", &self.taken).finish_non_exhaustive()
    }
}

/// What is wrong with a line of the text.
#[cold]
pub(super) fn invalid(line: u64, reason: impl Into<String>) -> Error {
    Error::InvalidInput { line, reason: reason.into() }
}
