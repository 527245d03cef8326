use std::time::Instant;

/// Microseconds since the database was opened, which fit into an atomic.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(self) -> u64 {
        let elapsed = self.0.elapsed();
        elapsed.as_secs().saturating_mul(1_000_000) + u64::from(elapsed.subsec_micros())
    }
}
