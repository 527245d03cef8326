use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::installed::Installed;

/// How many instructions of SQLite's machine pass between two looks at the clock: some tens of microseconds.
const INSTRUCTIONS: i32 = 4_096;
/// The job has not looked at the clock yet.
const NOT_STARTED: u64 = 0;
/// There is no limit.
const NEVER: u64 = u64::MAX;

/// Interrupts a job that runs for longer than it may.
///
/// SQLite itself asks, on the connection's own thread and in the middle of a statement, so an interrupt can never
/// reach the job after the one that it was meant for. The clock starts at the first time that it asks: short jobs never
/// look at a clock at all.
#[derive(Debug, Clone)]
pub(crate) struct Deadline {
    /// In nanoseconds after the connection was opened.
    at: Arc<AtomicU64>,
    /// When the open transaction has taken too long, in the same way.
    transaction: Arc<AtomicU64>,
    opened: Instant,
}

impl Deadline {
    /// Watches over a connection.
    pub(crate) fn install(connection: &mut Connection, limit: Duration) -> rusqlite::Result<Self> {
        let (at, transaction) = (Arc::new(AtomicU64::new(NOT_STARTED)), Arc::new(AtomicU64::new(NEVER)));
        let deadline = Self { at, transaction, opened: Instant::now() };
        let (limit, clock) = (nanoseconds(limit), deadline.clone());
        let is_over = move || {
            let now = nanoseconds(clock.opened.elapsed());
            let end = match clock.at.load(Ordering::Relaxed) {
                NOT_STARTED => {
                    clock.at.store(now.saturating_add(limit).max(1), Ordering::Relaxed);
                    NEVER
                }
                end => end,
            };
            now >= end.min(clock.transaction.load(Ordering::Relaxed))
        };
        connection.progress_handler(INSTRUCTIONS, Some(is_over)).installed()?;
        Ok(deadline)
    }

    /// A new job begins.
    pub(crate) fn restart(&self) {
        self.at.store(NOT_STARTED, Ordering::Relaxed);
    }
}

impl Deadline {
    /// What is done from now on is part of a transaction that may go on for so long; or of none with a limit.
    pub(crate) fn of_transaction(&self, limit: Option<Duration>) {
        let end = limit.map_or(NEVER, |limit| nanoseconds(self.opened.elapsed()).saturating_add(nanoseconds(limit)));
        self.transaction.store(end, Ordering::Relaxed);
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
