use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// How long the first pause may be.
const FIRST: Duration = Duration::from_millis(10);
/// How long any may be: as long as PostgreSQL waits before it looks for a deadlock.
const LONGEST: Duration = Duration::from_secs(1);

/// How long to wait before the block runs again: up to twice as long as before, and anything below that, so that those who
/// have collided do not meet again.
pub(super) fn before(retry: u32) -> Duration {
    let most = FIRST.saturating_mul(1_u32.checked_shl(retry).unwrap_or(u32::MAX)).min(LONGEST);
    // Keyed anew each time; nothing here has to be hard to guess.
    let random = RandomState::new().hash_one(retry);
    let part = u32::try_from(random >> 32).unwrap_or(u32::MAX);
    most / 8 + (most - most / 8).mul_f64(f64::from(part) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_differ() {
        for retry in [0, 1, 5, 6, 7, 31, 32, 33, u32::MAX] {
            let most = Duration::from_millis(10 << retry.min(7)).min(LONGEST);
            let pauses: Vec<_> = (0..50).map(|_| before(retry)).collect();
            assert!(pauses.iter().all(|pause| (most / 8..=most).contains(pause)), "{retry}: {pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{retry}");
        }
    }
}
