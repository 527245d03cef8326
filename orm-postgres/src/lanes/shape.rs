use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A read with a shorter average is quick, in microseconds beyond the way to the server and back. A query by an index takes
/// a tenth of it; the rest is for machines that are busy.
pub(crate) const QUICK: u32 = 2_000;
/// A single run counts as no more than this in the average, so that one stall of the machine does not outweigh it.
const MOST: u32 = 3 * QUICK;
/// The bytes of a larger result could fill the buffers that the driver keeps for a request. If the program then
/// does not read on, everything behind it on the connection waits.
const LARGE: usize = 16 * 1024;
/// So many quick runs put a shape on the lanes for the first time.
const FIRST: u32 = 3;
/// At most so many do after it has been taken off again and again.
const LAST: u32 = 4_096;
/// A slow run takes back so many quick ones.
const SETBACK: u32 = 3;
/// A shape that has held up a lane so often leaves the lanes.
const STRIKES: u32 = 3;
/// So many runs without holding up a lane make good for one strike.
const AMENDS: u32 = 256;

/// What is known of the reads with one text: whether they finish quickly and give little.
pub(crate) struct Shape {
    is_quick: AtomicBool,
    record: Mutex<Record>,
}

/// When a run was.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

#[derive(Debug, Default)]
struct Record {
    /// A moving average of how long runs took.
    average: u32,
    /// Quick runs while the shape is not on the lanes.
    quick_runs: u32,
    /// How many of them it takes.
    needed: u32,
    strikes: u32,
    /// Runs since the last strike.
    amends: u32,
    /// When a slow run was last noted. Those that ran beside it say nothing more: a machine that stands still for a
    /// moment makes everything slow that is under way.
    slow_until: u64,
    struck_until: u64,
}

impl Shape {
    pub(crate) fn new() -> Self {
        let record = Record { needed: FIRST, ..Record::default() };
        Self { is_quick: AtomicBool::new(false), record: Mutex::new(record) }
    }

    /// Whether it may go on a lane.
    pub(crate) fn is_quick(&self) -> bool {
        self.is_quick.load(Relaxed)
    }

    /// Notes a run: the microseconds beyond the way to the server and back, and the size of the result.
    pub(crate) fn ran(&self, span: Span, micros: u64, bytes: usize) {
        let mut record = self.record();
        let micros = u32::try_from(micros).unwrap_or(MOST).min(MOST);
        let is_large = bytes > LARGE;
        if micros > QUICK {
            if span.start < record.slow_until && !is_large {
                return;
            }
            record.slow_until = span.end;
        }
        record.average = (3 * record.average + micros) / 4;
        if self.is_quick() {
            if is_large || record.average > QUICK {
                self.leave(&mut record);
            } else {
                record.amend();
            }
        } else if is_large || micros > QUICK {
            record.quick_runs = record.quick_runs.saturating_sub(SETBACK);
        } else {
            record.quick_runs += 1;
            self.is_quick.store(record.quick_runs >= record.needed && record.average <= QUICK, Relaxed);
        }
    }

    /// Notes that a run of at least so many microseconds was given up before it ended.
    pub(crate) fn gave_up(&self, span: Span, micros: u64) {
        if micros > u64::from(QUICK) {
            self.ran(span, micros, 0);
        }
    }

    /// Notes that a run is holding up a lane.
    pub(crate) fn strike(&self, span: Span) {
        let mut record = self.record();
        if span.start < record.struck_until {
            return;
        }
        record.struck_until = span.end;
        record.strikes += 1;
        record.amends = 0;
        if self.is_quick() && record.strikes >= STRIKES {
            self.leave(&mut record);
        }
    }

    /// Takes it off the lanes, for longer each time.
    fn leave(&self, record: &mut Record) {
        self.is_quick.store(false, Relaxed);
        record.needed = (record.needed * 4).min(LAST);
        record.quick_runs = 0;
        record.strikes = 0;
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn amend(&mut self) {
        self.amends += 1;
        if self.amends >= AMENDS {
            self.amends = 0;
            self.strikes = self.strikes.saturating_sub(1);
            self.needed = (self.needed / 4).max(FIRST);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A shape whose runs come one after the other.
    struct Runs {
        shape: Shape,
        now: Cell<u64>,
    }

    impl Runs {
        fn new() -> Self {
            Self { shape: Shape::new(), now: Cell::new(0) }
        }

        fn quick() -> Self {
            let runs = Self::new();
            runs.until_quick(100);
            runs
        }

        fn span(&self, micros: u64) -> Span {
            let start = self.now.replace(self.now.get() + micros);
            Span { start, end: self.now.get() }
        }

        fn run(&self, micros: u64, bytes: usize) {
            self.shape.ran(self.span(micros), micros, bytes);
        }

        fn many(&self, count: u32, micros: u64) {
            (0..count).for_each(|_| self.run(micros, 100));
        }

        fn strike(&self) {
            self.shape.strike(self.span(12_000));
        }

        fn is_quick(&self) -> bool {
            self.shape.is_quick()
        }

        /// How many runs like this it takes to get on the lanes; 0 for never.
        fn until_quick(&self, micros: u64) -> u32 {
            let found = (1..10_000).find(|_| {
                self.run(micros, 100);
                self.is_quick()
            });
            found.unwrap_or(0)
        }

        /// How many runs like this it takes to get off the lanes; 0 for never.
        fn until_slow(&self, micros: u64) -> u32 {
            let found = (1..10_000).find(|_| {
                self.run(micros, 100);
                !self.is_quick()
            });
            found.unwrap_or(0)
        }
    }

    #[test]
    fn nothing_is_quick_before_it_was_seen_to_be() {
        assert!(!Runs::new().is_quick());
        assert_eq!(Runs::new().until_quick(100), FIRST);
        assert_eq!(Runs::new().until_quick(5_000), 0);
    }

    #[test]
    fn leaves_within_a_few_slow_runs() {
        assert_eq!(Runs::quick().until_slow(200_000), 2);
        assert!((1..=5).contains(&Runs::quick().until_slow(4_000)));
        assert_eq!(Runs::quick().until_slow(1_500), 0);
    }

    #[test]
    fn stalls_are_forgiven() {
        let runs = Runs::quick();
        for _ in 0..100 {
            // Everything that is under way at that moment is slow.
            let span = runs.span(300_000);
            (0..50).for_each(|_| runs.shape.ran(span, 300_000, 100));
            assert!(runs.is_quick());
            runs.many(20, 100);
        }
    }

    #[test]
    fn a_shape_that_keeps_holding_up_lanes_leaves_them_for_longer_and_longer() {
        let runs = Runs::quick();
        for needed in [12, 48, 192, 768, 3_072, LAST, LAST] {
            for _ in 0..STRIKES {
                assert!(runs.is_quick());
                runs.strike();
            }
            assert_eq!(runs.until_quick(100), needed);
        }
        runs.many(10 * AMENDS, 100);
        (0..STRIKES).for_each(|_| runs.strike());
        assert_eq!(runs.until_quick(100), 4 * FIRST, "good conduct");
    }

    #[test]
    fn holding_up_lanes_once_in_a_while_is_forgiven() {
        let runs = Runs::quick();
        for _ in 0..50 {
            runs.strike();
            runs.many(AMENDS, 100);
            assert!(runs.is_quick());
        }
    }

    #[test]
    fn comes_back_although_the_machine_is_busy() {
        let runs = Runs::quick();
        (0..STRIKES).for_each(|_| runs.strike());
        assert!(!runs.is_quick());
        for _ in 0..10 {
            runs.many(30, 100);
            runs.run(20_000, 100);
        }
        runs.run(100, 100);
        assert!(runs.is_quick());
    }

    #[test]
    fn large_results_do_not_belong_on_a_lane() {
        let runs = Runs::quick();
        runs.run(100, LARGE + 1);
        assert!(!runs.is_quick());
        (0..100).for_each(|_| runs.run(100, LARGE + 1));
        assert!(!runs.is_quick());
    }

    #[test]
    fn given_up_early_says_nothing_and_late_says_slow() {
        let runs = Runs::quick();
        (0..100).for_each(|_| runs.shape.gave_up(runs.span(50), 50));
        assert!(runs.is_quick());
        (0..2).for_each(|_| runs.shape.gave_up(runs.span(100_000), 100_000));
        assert!(!runs.is_quick());
        let new = Runs::new();
        (0..100).for_each(|_| new.shape.gave_up(new.span(50), 50));
        assert!(!new.is_quick());
    }
}
