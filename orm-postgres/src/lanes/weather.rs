use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::progress::Took;

/// Nobody asks again for so many microseconds.
const PAUSE: u64 = 20_000;
/// A machine with more unrest than this has no quick reads.
const STORM: u64 = 10_000;

/// How long the way to the server and back takes at present, and by how much that varies, as TCP knows it of its peer: what a
/// read takes beyond it is the statement's own. On a machine that is busy everything takes longer, and a read is not
/// slow for that.
///
/// It is measured by requests with nothing to do, which are sent when reads seem slow. All times are in microseconds.
#[derive(Debug, Default)]
pub(crate) struct Weather {
    way: AtomicU64,
    unrest: AtomicU64,
    asked_at: AtomicU64,
}

impl Weather {
    /// The weather when a request with nothing to do took so long.
    pub(crate) fn new(micros: u64) -> Self {
        Self {
            way: AtomicU64::new(micros),
            unrest: AtomicU64::new((micros / 2).min(STORM)),
            asked_at: AtomicU64::new(0),
        }
    }

    /// Notes that a request with nothing to do took so long.
    pub(crate) fn measured(&self, micros: u64) {
        let (way, unrest) = (self.way.load(Relaxed), self.unrest.load(Relaxed));
        self.unrest.store(((3 * unrest + micros.abs_diff(way)) / 4).min(STORM), Relaxed);
        self.way.store((3 * way + micros) / 4, Relaxed);
    }

    /// How much of it was the statement's own.
    pub(crate) fn own(&self, took: Took) -> u64 {
        let (way, unrest) = (self.way.load(Relaxed), self.unrest.load(Relaxed));
        if took.was_alone() && took.altogether < way + unrest {
            // It has calmed down.
            self.unrest.store(unrest - unrest / 64, Relaxed);
            self.way.store(way - way.saturating_sub(took.altogether) / 8, Relaxed);
        }
        // Behind another request, the way is gone while that one is answered.
        took.as_head.min(took.altogether.saturating_sub(way)).saturating_sub(2 * unrest)
    }

    /// How much longer than usual an answer may take, besides its own work.
    pub(crate) fn allowance(&self) -> u64 {
        2 * self.way.load(Relaxed) + 4 * self.unrest.load(Relaxed)
    }

    /// Whether the caller is to measure again.
    pub(crate) fn is_due(&self, now: u64) -> bool {
        let before = self.asked_at.load(Relaxed);
        now.saturating_sub(before) > PAUSE && self.asked_at.compare_exchange(before, now, Relaxed, Relaxed).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::shape::Span;

    fn alone(end: u64) -> Took {
        Took::alone(Span { start: 0, end })
    }

    #[test]
    fn the_way_does_not_count() {
        let weather = Weather::new(1_000);
        for _ in 0..200 {
            weather.own(alone(1_000));
        }
        assert!((3_800..=4_000).contains(&weather.own(alone(5_000))), "{weather:?}");
        let behind = Took { altogether: 9_000, as_head: 700 };
        assert!((500..=700).contains(&weather.own(behind)), "{weather:?}");
    }

    #[test]
    fn on_a_busy_machine_nothing_is_slow_for_that() {
        let weather = Weather::new(100);
        assert!(weather.own(alone(8_000)) > 7_000);
        for micros in [9_000, 2_000, 12_000, 5_000, 9_000] {
            weather.measured(micros);
        }
        assert!(weather.own(alone(12_000)) < 2_000, "{weather:?}");
        assert!(weather.own(alone(200_000)) > 150_000, "{weather:?}");
        for _ in 0..500 {
            weather.own(alone(150));
        }
        assert!(weather.own(alone(8_000)) > 7_000, "{weather:?}");
    }

    #[test]
    fn one_measures_at_a_time() {
        let weather = Weather::new(100);
        assert!(weather.is_due(PAUSE + 1) && !weather.is_due(PAUSE + 2) && weather.is_due(3 * PAUSE));
    }
}
