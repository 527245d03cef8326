use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::csv_header::{Header, behind_quotes};
use super::csv_record::{Fed, Record};
use super::input::{Input, invalid, too_large};
use super::source::Source;
use crate::error::Result;
use crate::model::Model;

/// More fields than this no table has; each takes more memory than text.
const MOST_FIELDS: usize = 1 << 16;

/// New rows that are records of a CSV file.
pub(super) struct Csv<'a, M> {
    input: Input<'a>,
    record: Record,
    /// Known once the first line is read.
    header: Option<Header>,
    model: PhantomData<fn() -> M>,
}

impl<'a, M: Model> Csv<'a, M> {
    pub(super) fn new(input: Input<'a>) -> Self {
        Self { input, record: Record::new(), header: None, model: PhantomData }
    }

    /// The row of a whole record; `None` of the header.
    fn row(&mut self) -> Result<Option<M::New>> {
        let record = &self.record;
        let row = match &self.header {
            Some(header) => header.row(record).map(Some),
            None => Header::read(M::TABLE, record).map(|header| {
                // Where there is one column, NULL is an empty line.
                self.record.keeps_empty_lines = header.width == 1;
                self.header = Some(header);
                None
            }),
        };
        row.map_err(|reason| invalid(self.record.line(), reason))
    }
}

impl<M: Model> Source<M::New> for Csv<'_, M> {
    fn poll_row(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<M::New>>> {
        let this = &mut *self;
        loop {
            let input = match ready!(this.input.poll_fill(context)) {
                Ok(input) => input,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            let (taken, fed) = this.record.feed(input);
            this.input.take(taken);
            let (record, most) = (&mut this.record, this.input.bytes_a_record);
            if record.size() > most {
                let error = too_large(record.line(), most, record.is_within_quotes());
                return Poll::Ready(Some(Err(error)));
            }
            if record.len() > MOST_FIELDS {
                let reason = format!("it has more than {MOST_FIELDS} fields");
                return Poll::Ready(Some(Err(invalid(record.line(), reason))));
            }
            match fed {
                Fed::Part => {}
                Fed::Record => {
                    let row = this.row();
                    this.record.clear();
                    if let Some(row) = row.transpose() {
                        return Poll::Ready(Some(row));
                    }
                }
                Fed::WithinQuotes => {
                    return Poll::Ready(Some(Err(invalid(record.line(), "it ends within quotes"))));
                }
                Fed::BehindQuotes => {
                    let reason = behind_quotes(M::TABLE, this.header.as_ref(), record.len());
                    return Poll::Ready(Some(Err(invalid(record.line(), reason))));
                }
                Fed::End if this.header.is_none() => {
                    return Poll::Ready(Some(Err(invalid(1, "there is no line that names the columns"))));
                }
                Fed::End => return Poll::Ready(None),
            }
        }
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.input.taken())
    }

    fn line(&self) -> Option<u64> {
        Some(self.record.line())
    }

    fn set_bytes_a_record(mut self: Pin<&mut Self>, bytes: usize) {
        self.input.bytes_a_record = bytes;
    }
}
