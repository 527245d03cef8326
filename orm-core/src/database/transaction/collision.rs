use std::sync::atomic::{AtomicBool, Ordering};

use crate::database::Failure;

/// Whether a statement of a transaction has failed so that it can help to run the transaction again, and was not undone
/// since. What a program makes of the failure does not change that.
#[derive(Debug, Default)]
pub(super) struct Collision(AtomicBool);

impl Collision {
    /// Notes a failure of a statement.
    pub(super) fn note(&self, failure: &Failure) {
        if matches!(failure, Failure::Error(error) if error.is_retryable()) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    /// The transaction is sound again.
    pub(super) fn is_undone(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    pub(super) fn is_there(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
