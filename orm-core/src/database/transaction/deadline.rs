use std::time::Duration;

use tokio::time::Instant;

use crate::error::Error;

/// When a transaction has taken too long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    pub(super) at: Instant,
    /// How long it may take.
    limit: Duration,
}

impl Deadline {
    /// After this time; `None` where no clock goes so far.
    pub(super) fn after(limit: Duration) -> Option<Self> {
        Some(Self { at: Instant::now().checked_add(limit)?, limit })
    }

    pub(super) fn is_over(self) -> bool {
        self.at <= Instant::now()
    }

    pub(super) fn remaining(self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    pub(super) fn error(self) -> Error {
        Error::TransactionTimeout { after: self.limit }
    }
}
