use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A name that no other process or call has: by process, time and count. The time is there because process ids repeat,
/// between containers that share a server and over the life of a machine.
pub(crate) fn name(prefix: &str, separator: char) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let process = process::id();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}{separator}{process}{separator}{now:x}{separator}{count}")
}
