use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;

use tokio::io::AsyncWrite;

use crate::error::{Error, Result};

/// Where a program wants the text.
pub(super) struct Output<'a> {
    writer: Pin<Box<dyn AsyncWrite + Send + 'a>>,
    written: u64,
}

impl<'a> Output<'a> {
    pub(super) fn new(writer: impl AsyncWrite + Send + 'a) -> Self {
        Self { writer: Box::pin(writer), written: 0 }
    }

    /// Writes all of it.
    pub(super) async fn write(&mut self, mut text: &[u8]) -> Result<()> {
        while !text.is_empty() {
            let count =
                poll_fn(|context| self.writer.as_mut().poll_write(context, text)).await.map_err(Error::custom)?;
            if count == 0 {
                return Err(Error::custom(io::Error::from(io::ErrorKind::WriteZero)));
            }
            text = text.get(count..).unwrap_or_default();
            self.written += u64::try_from(count).unwrap_or(u64::MAX);
        }
        Ok(())
    }

    /// Makes sure that what was written has left.
    pub(super) async fn flush(&mut self) -> Result<()> {
        poll_fn(|context| self.writer.as_mut().poll_flush(context)).await.map_err(Error::custom)
    }

    /// How many bytes were written.
    pub(super) fn written(&self) -> u64 {
        self.written
    }
}

impl fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("written", &self.written).finish_non_exhaustive()
    }
}
