use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use serde::de::DeserializeOwned;

use super::input::{Input, invalid, too_large};
use super::known_names::Known;
use super::source::Source;
use crate::error::{Result, shortened_within};
use crate::model::{Model, NewModel};

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

impl<N: NewModel + DeserializeOwned> Source<N> for JsonLines<'_, N> {
    fn poll_row(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<N>>> {
        let this = &mut *self;
        let most = this.input.bytes_a_record;
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
            let text = &input[..end.unwrap_or(input.len())];
            if this.begun.len() + text.len() > most {
                return Poll::Ready(Some(Err(too_large(this.line + 1, most, false))));
            }
            if end.is_none() && !is_over {
                this.begun.extend_from_slice(text);
                let bytes = text.len();
                this.input.take(bytes);
                continue;
            }
            this.line += 1;
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

    fn line(&self) -> Option<u64> {
        Some(self.line)
    }

    fn set_bytes_a_record(mut self: Pin<&mut Self>, bytes: usize) {
        self.input.bytes_a_record = bytes;
    }
}

fn read<N: NewModel + DeserializeOwned>(text: &[u8], line: u64) -> Option<Result<N>> {
    if text.trim_ascii().is_empty() {
        return None;
    }
    let mut json = serde_json::Deserializer::from_slice(text);
    let row = N::deserialize(Known::new(&mut json, N::Model::TABLE)).and_then(|row| json.end().map(|()| row));
    Some(row.map_err(|error| {
        // Each line is the first one to whoever reads it.
        let (said, column) = (error.to_string(), error.column());
        match said.strip_suffix(&format!(" at line {} column {column}", error.line())) {
            Some(reason) => invalid(line, format!("{}, at column {column}", shortened_within(reason))),
            None => invalid(line, shortened_within(&said)),
        }
    }))
}
