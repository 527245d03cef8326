use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::installed::Installed;

/// How many instructions of SQLite's machine pass between two looks at the clock: some tens of microseconds.
const INSTRUCTIONS: i32 = 4_096;
/// The job has not looked at the clock yet.
const NOT_STARTED: u64 = 0;

/// Interrupts a job that runs for longer than it may.
///
/// SQLite itself asks, on the connection's own thread and in the middle of a statement, so an interrupt can never
/// reach the job after the one that it was meant for. The clock starts at the first time that it asks: short jobs never
/// look at a clock at all.
#[derive(Debug, Clone)]
pub(crate) struct Deadline {
    /// In nanoseconds after the connection was opened.
    at: Arc<AtomicU64>,
}

impl Deadline {
    /// Watches over a connection.
    pub(crate) fn install(connection: &mut Connection, limit: Duration) -> rusqlite::Result<Self> {
        let deadline = Self { at: Arc::new(AtomicU64::new(NOT_STARTED)) };
        let limit = nanoseconds(limit);
        let (at, opened) = (Arc::clone(&deadline.at), Instant::now());
        let is_over = move || {
            let now = nanoseconds(opened.elapsed());
            match at.load(Ordering::Relaxed) {
                NOT_STARTED => {
                    at.store(now.saturating_add(limit).max(1), Ordering::Relaxed);
                    false
                }
                end => now >= end,
            }
        };
        connection.progress_handler(INSTRUCTIONS, Some(is_over)).installed()?;
        Ok(deadline)
    }

    /// A new job begins.
    pub(crate) fn restart(&self) {
        self.at.store(NOT_STARTED, Ordering::Relaxed);
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
