use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;

use super::input::{Input, invalid};
use super::source::Source;
use crate::error::Result;

/// New rows that are JSON objects, one a line. Empty lines are none.
pub(super) struct JsonLines<'a, N> {
    input: Input<'a>,
    /// The beginning of a line whose end is not read yet.
    begun: Vec<u8>,
    line: u64,
    row: PhantomData<fn() -> N>,
}

impl<'a, N> JsonLines<'a, N> {
    pub(super) fn new(input: Input<'a>) -> Self {
        Self { input, begun: Vec::new(), line: 0, row: PhantomData }
    }
}

impl<N: DeserializeOwned> Source<N> for JsonLines<'_, N> {
    fn poll_row(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<N>>> {
        let this = &mut *self;
        loop {
            let input = match ready!(this.input.poll_fill(context)) {
                Ok(input) => input,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            let end = memchr::memchr(b'\n', input);
            let is_over = input.is_empty();
            if is_over && this.begun.is_empty() {
                return Poll::Ready(None);
            }
            if end.is_none() && !is_over {
                this.begun.extend_from_slice(input);
                let bytes = input.len();
                this.input.take(bytes);
                continue;
            }
            this.line += 1;
            let text = &input[..end.unwrap_or(0)];
            let row = if this.begun.is_empty() {
                read(text, this.line)
            } else {
                this.begun.extend_from_slice(text);
                read(&this.begun, this.line)
            };
            this.begun.clear();
            this.input.take(end.map_or(0, |end| end + 1));
            if let Some(row) = row {
                return Poll::Ready(Some(row));
            }
        }
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.input.taken())
    }
}

fn read<N: DeserializeOwned>(text: &[u8], line: u64) -> Option<Result<N>> {
    // Some programs begin a file so.
    let text = if line == 1 { text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text) } else { text };
    if text.trim_ascii().is_empty() {
        return None;
    }
    Some(serde_json::from_slice(text).map_err(|error| {
        // Each line is the first one to whoever reads it.
        let (said, column) = (error.to_string(), error.column());
        match said.strip_suffix(&format!(" at line {} column {column}", error.line())) {
            Some(reason) => invalid(line, format!("{reason}, at column {column}")),
            None => invalid(line, said),
        }
    }))
}
