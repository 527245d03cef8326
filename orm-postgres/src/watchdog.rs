//! A thread that counts down the time that statements have left.
//!
//! A timer of the runtime would have to be set for each statement, by the clock, and makes the runtime look for the next
//! timer whenever it goes to sleep: together a good part of what a short statement costs. Here a statement writes down how
//! many ticks it may take. The thread sleeps while there is nothing to count.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, Thread};
use std::time::Duration;

use futures_util::task::AtomicWaker;

/// How exact the limits are: one is reached up to two ticks late, and never early.
const TICK: Duration = Duration::from_millis(10);
/// After so many ticks without a statement the thread goes to sleep until the next one.
const IDLE_TICKS: u32 = 100;

/// Nothing is being watched.
const IDLE: u64 = 0;
/// The time is over.
const OVER: u64 = 1;

/// `None` where the system has no thread left.
static WATCHDOG: LazyLock<Option<Watchdog>> = LazyLock::new(Watchdog::start);

struct Watchdog {
    shared: Arc<Shared>,
    thread: Thread,
}

#[derive(Default)]
struct Shared {
    watched: Mutex<Vec<Weak<Countdown>>>,
    asleep: AtomicBool,
}

/// The time that is left for what a connection does.
pub(crate) struct Countdown {
    /// In ticks above [`OVER`].
    left: AtomicU64,
    /// Who waits for what is being watched.
    waiting: AtomicWaker,
}

/// While this is there, time runs.
pub(crate) struct Running<'a>(&'a Countdown);

impl Countdown {
    /// One that stands still; `None` where there is nobody to count it down.
    pub(crate) fn new() -> Option<Arc<Self>> {
        let watchdog = WATCHDOG.as_ref()?;
        let countdown = Arc::new(Self { left: AtomicU64::new(IDLE), waiting: AtomicWaker::new() });
        watchdog.shared.watched().push(Arc::downgrade(&countdown));
        Some(countdown)
    }

    /// Starts it from this limit.
    pub(crate) fn start(&self, limit: Duration) -> Running<'_> {
        let ticks = u64::try_from(limit.as_nanos().div_ceil(TICK.as_nanos())).unwrap_or(u64::MAX);
        // One more, because the current tick has begun already.
        self.left.store(ticks.saturating_add(OVER + 1), Ordering::SeqCst);
        if let Some(watchdog) = WATCHDOG.as_ref().filter(|watchdog| watchdog.shared.asleep.load(Ordering::SeqCst)) {
            watchdog.wake();
        }
        Running(self)
    }

    /// One tick passes. Where a statement ends or begins at this moment, it is not counted.
    fn tick(&self) -> Counted {
        let left = self.left.load(Ordering::SeqCst);
        if left <= OVER {
            return Counted::Nothing;
        }
        let counted = self.left.compare_exchange(left, left - 1, Ordering::SeqCst, Ordering::Relaxed);
        if counted == Ok(OVER + 1) {
            self.waiting.wake();
        }
        Counted::Something
    }
}

#[derive(PartialEq, Eq)]
enum Counted {
    Something,
    Nothing,
}

impl Running<'_> {
    /// Whether the time is over; where it is not, whoever polls is woken when it will be.
    pub(crate) fn is_over(&self, context: &std::task::Context<'_>) -> bool {
        self.0.waiting.register(context.waker());
        self.0.left.load(Ordering::SeqCst) == OVER
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.left.store(IDLE, Ordering::SeqCst);
    }
}

impl Watchdog {
    fn start() -> Option<Self> {
        let shared = Arc::new(Shared::default());
        let counting = Arc::clone(&shared);
        let thread = thread::Builder::new().name("postgres-watchdog".to_owned()).spawn(move || counting.count());
        Some(Self { shared, thread: thread.ok()?.thread().clone() })
    }

    #[cold]
    fn wake(&self) {
        self.shared.asleep.store(false, Ordering::SeqCst);
        self.thread.unpark();
    }
}

impl Shared {
    fn count(&self) {
        let mut idle_ticks = 0;
        loop {
            // At least this long, so that a limit is never reached early.
            thread::sleep(TICK);
            idle_ticks = if self.tick() == Counted::Something { 0 } else { idle_ticks + 1 };
            if idle_ticks >= IDLE_TICKS {
                self.sleep();
                idle_ticks = 0;
            }
        }
    }

    /// Sleeps until a statement begins. Whoever begins one looks at `asleep` after writing down its time, and here its time
    /// is looked at after setting `asleep`: so at least one of the two sees the other.
    fn sleep(&self) {
        self.asleep.store(true, Ordering::SeqCst);
        if self.tick() == Counted::Something {
            self.asleep.store(false, Ordering::SeqCst);
        }
        while self.asleep.load(Ordering::SeqCst) {
            thread::park();
        }
    }

    /// Counts one tick for everything that is watched, and forgets what is gone.
    fn tick(&self) -> Counted {
        let mut counted = Counted::Nothing;
        self.watched().retain(|watched| {
            let Some(watched) = watched.upgrade() else { return false };
            if watched.tick() == Counted::Something {
                counted = Counted::Something;
            }
            true
        });
        counted
    }

    fn watched(&self) -> MutexGuard<'_, Vec<Weak<Countdown>>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
