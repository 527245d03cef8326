//! The statements that a task sends, for those who count them.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How many tasks are being noted. While there is none, no task has to be asked.
static NOTED: AtomicUsize = AtomicUsize::new(0);

tokio::task_local! {
    static NOTES: Arc<Notes>;
}

/// What was sent in a part of a task.
struct Notes {
    sent: Mutex<Vec<String>>,
    /// Those of the part around it, to which everything in it belongs as well.
    outer: Option<Arc<Notes>>,
}

impl Notes {
    fn push(&self, sql: &str) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sql.to_owned());
        if let Some(outer) = &self.outer {
            outer.push(sql);
        }
    }
}

/// Counts as one of those who are noted, until it is dropped.
struct Noted;

impl Noted {
    fn new() -> Self {
        NOTED.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        NOTED.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Runs a future, and gives the texts of the statements that its task has sent meanwhile.
pub(crate) async fn noting<F: Future>(future: F) -> (F::Output, Vec<String>) {
    let _noted = Noted::new();
    let notes = Arc::new(Notes { sent: Mutex::default(), outer: NOTES.try_with(Arc::clone).ok() });
    let output = NOTES.scope(Arc::clone(&notes), future).await;
    let sent = std::mem::take(&mut *notes.sent.lock().unwrap_or_else(PoisonError::into_inner));
    (output, sent)
}

/// Whether anything is noted anywhere.
#[inline]
pub(super) fn is_noted() -> bool {
    NOTED.load(Ordering::Relaxed) != 0
}

/// Notes a statement that is sent now.
pub(super) fn note(sql: &str) {
    // Outside of every such part there is nothing to note.
    let _ = NOTES.try_with(|notes| notes.push(sql));
}
