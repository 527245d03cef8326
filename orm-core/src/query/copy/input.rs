use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

use crate::error::{Error, Result};

const BYTES: usize = 64 << 10;
/// So many bytes a record or a line has at most, unless said: a quote that nobody closes is found before memory runs out.
const BYTES_A_RECORD: usize = 64 << 20;
/// What some programs begin a file with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Text that a program gives through a reader.
pub(super) struct Input<'a> {
    reader: Pin<Box<dyn AsyncRead + Send + 'a>>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    is_over: bool,
    taken: u64,
    pub(super) bytes_a_record: usize,
}

impl<'a> Input<'a> {
    pub(super) fn new(reader: impl AsyncRead + Send + 'a) -> Self {
        let buffer = vec![0; BYTES].into_boxed_slice();
        Self {
            reader: Box::pin(reader),
            buffer,
            start: 0,
            end: 0,
            is_over: false,
            taken: 0,
            bytes_a_record: BYTES_A_RECORD,
        }
    }

    /// What was read and not taken yet; nothing only where the text is over. A mark that the text begins with is none of it.
    pub(super) fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<Result<&[u8]>> {
        while self.taken == 0 && !self.is_over && is_begun(&self.buffer[..self.end]) {
            ready!(self.poll_more(context))?;
        }
        if self.taken == 0 && self.buffer[..self.end].starts_with(MARK) {
            self.take(MARK.len());
        }
        if self.start == self.end && !self.is_over {
            (self.start, self.end) = (0, 0);
            ready!(self.poll_more(context))?;
        }
        Poll::Ready(Ok(&self.buffer[self.start..self.end]))
    }

    /// Reads behind what was read.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let mut buffer = ReadBuf::new(&mut self.buffer[self.end..]);
        ready!(self.reader.as_mut().poll_read(context, &mut buffer)).map_err(Error::custom)?;
        let read = buffer.filled().len();
        self.end += read;
        self.is_over = read == 0;
        Poll::Ready(Ok(()))
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

/// Whether this may become a mark.
fn is_begun(text: &[u8]) -> bool {
    text.len() < MARK.len() && MARK.starts_with(text)
}

/// What is wrong with a record that has more than so many bytes.
#[cold]
pub(super) fn too_large(line: u64, bytes: usize, is_within_quotes: bool) -> Error {
    let quotes = if is_within_quotes { ", within quotes that are not closed so far" } else { "" };
    invalid(line, format!("it has more than {bytes} bytes{quotes}; bytes_a_record(..) allows more"))
}

/// What is wrong with a line of the text.
#[cold]
pub(super) fn invalid(line: u64, reason: impl Into<String>) -> Error {
    Error::InvalidInput { line, reason: reason.into() }
}
