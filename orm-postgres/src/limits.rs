use std::time::Duration;

use orm_core::database::Options;

/// The limits that a connection needs while it is in use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long a statement may take.
    pub(crate) statement: Duration,
    /// How long a request to cancel a statement may take.
    pub(crate) connect: Duration,
}

impl From<&Options> for Limits {
    fn from(options: &Options) -> Self {
        Self { statement: options.statement_timeout, connect: options.connect_timeout }
    }
}
