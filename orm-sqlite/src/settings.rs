use std::time::Duration;

use orm_core::database::Options;

use crate::url::{Location, Mode};

/// What every connection of a database is opened with.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) location: Location,
    pub(crate) options: Options,
}

impl Settings {
    /// How long a statement waits for the lock of another process. It is a wait for one's turn, as for a connection.
    pub(crate) fn busy_timeout(&self) -> Duration {
        self.options.acquire_timeout
    }

    /// The statement that opens a transaction. Where writing is possible it takes the write lock at once, so that a
    /// transaction never finds out half-way that another one was first.
    pub(crate) fn begin(&self, read_only: bool) -> &'static str {
        match self.location {
            Location::File { mode: Mode::ReadOnly, .. } => "BEGIN",
            _ if read_only => "BEGIN",
            Location::File { mode: Mode::ReadWrite, .. } | Location::Memory => "BEGIN IMMEDIATE",
        }
    }
}
