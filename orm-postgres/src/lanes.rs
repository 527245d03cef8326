//! Quick reads over a few connections that are shared.
//!
//! The driver sends concurrent statements of one connection back to back, and the server answers them in turn. That costs
//! less than a connection for each, as long as nothing in the line takes long. So a read goes on a lane only when its text has been
//! seen to finish quickly ([`shape`]), on the lane with the fewest before it, and leaves again where one before it is slow
//! after all ([`read`]). Everything else has a connection of its own.

mod clock;
mod lane;
mod places;
mod progress;
mod read;
mod shape;
mod shapes;
mod together;
mod weather;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use orm_core::database::{Exchange, Failure, Stats};
use orm_core::sql::Statement;

use crate::checkout::{self, Checkout};
use crate::connections::Connections;
use crate::execute::Done;
use clock::Clock;
use lane::Lane;
use places::Places;
use progress::Took;
use read::Ended;
use shape::{Shape, Span};
use shapes::Shapes;
use weather::Weather;

/// A lane whose head has not moved for this many microseconds, besides the way to the server and back, is held up.
const PATIENCE: u64 = 10_000;
/// A lane with so many reads on it is not worth more than a connection that is idle.
const DEEP: u64 = 128;

/// What is known of a read, and the lane on which it goes, if it goes on one.
pub(crate) struct Way {
    shape: Arc<Shape>,
    /// With the moment at which it was chosen, which is when it is sent.
    lane: Option<(Arc<Lane>, u64)>,
}

/// The lanes of a database, and what is known of the reads that were done on it.
pub(crate) struct Lanes {
    connections: Arc<Connections>,
    places: Places,
    shapes: Shapes,
    weather: Weather,
    clock: Clock,
    on_lanes: AtomicU64,
    exclusive: AtomicU64,
    moved: AtomicU64,
}

impl Lanes {
    /// Lanes that are opened when they are needed. `ping` is how many microseconds an answer takes to nothing.
    pub(crate) fn new(connections: Arc<Connections>, count: usize, statements: usize, ping: u64) -> Arc<Self> {
        Arc::new(Self {
            connections,
            places: Places::new(count),
            shapes: Shapes::new(statements),
            weather: Weather::new(ping),
            clock: Clock::start(),
            on_lanes: AtomicU64::new(0),
            exclusive: AtomicU64::new(0),
            moved: AtomicU64::new(0),
        })
    }

    /// Where a statement that only reads is best off.
    pub(crate) fn way(self: &Arc<Self>, statement: &Statement) -> Way {
        let shape = self.shapes.get(&statement.sql);
        let lane = if shape.is_quick() { self.choose() } else { None };
        Way { shape, lane }
    }

    /// Runs it there, and on a connection of its own where it does not end there.
    pub(crate) async fn read(
        self: &Arc<Self>,
        Way { shape, lane }: &Way,
        statement: &Statement,
        exchange: &mut dyn Exchange,
    ) -> Result<Done, Failure> {
        let checkout = match lane {
            Some((lane, now)) => match self.on_lane(lane, *now, shape, statement, exchange).await? {
                Ended::Done(done) => return Ok(done),
                Ended::Moved(taken) => {
                    self.moved.fetch_add(1, Relaxed);
                    taken
                }
            },
            None => None,
        };
        // On the heap, because reads on lanes would carry it along.
        Box::pin(self.on_own(checkout, shape, statement, exchange)).await
    }

    /// Runs it on a connection of its own, and notes how long it takes.
    async fn on_own(
        self: &Arc<Self>,
        checkout: Option<Checkout>,
        shape: &Shape,
        statement: &Statement,
        exchange: &mut dyn Exchange,
    ) -> Result<Done, Failure> {
        let mut checkout = match checkout {
            Some(checkout) => checkout,
            None => self.connections.checkout().await?,
        };
        self.exclusive.fetch_add(1, Relaxed);
        let mut watch = Watch { lanes: self, shape, start: self.clock.now(), ended: false };
        let done = checkout.run(statement, exchange).await?;
        watch.ended = true;
        let span = watch.span();
        let own = self.weather.own(Took::alone(span));
        shape.ran(span, own, done.bytes);
        if self.wants_ping(own, span.end) {
            self.ping_on(checkout);
        }
        Ok(done)
    }

    fn ping_on(self: &Arc<Self>, mut checkout: Checkout) {
        let lanes = Arc::clone(self);
        checkout::spawn(async move {
            if let Ok(micros) = checkout.ping().await {
                lanes.weather.measured(micros);
            }
        });
    }

    /// Whether to find out if it is the machine that is slow, and not the read.
    fn wants_ping(&self, own: u64, now: u64) -> bool {
        own > u64::from(shape::QUICK) && self.weather.is_due(now)
    }

    fn ping_lane(self: &Arc<Self>, lane: &Arc<Lane>) {
        let (lanes, lane) = (Arc::clone(self), Arc::clone(lane));
        checkout::spawn(async move {
            if let Some(took) = lane.probe(lanes.clock).await {
                lanes.weather.measured(took.as_head);
            }
        });
    }

    /// The lane with the fewest reads on it; `None` where a connection of its own is better. Lanes that are missing are
    /// opened meanwhile, and those that are held up are looked after.
    fn choose(self: &Arc<Self>) -> Option<(Arc<Lane>, u64)> {
        let now = self.clock.now();
        let mut todo = places::ToDo::default();
        let lane = self.places.choose(now, self.patience(), &mut todo);
        if let Some(place) = todo.open {
            checkout::spawn(places::open(self, place));
        }
        if let Some(lane) = todo.probe {
            self.ping_lane(&lane);
        }
        let lane = lane.filter(|lane| lane.progress.in_flight() < DEEP || self.connections.status().available == 0)?;
        Some((lane, now))
    }

    fn patience(&self) -> u64 {
        PATIENCE + self.weather.allowance()
    }

    /// Fills in what lanes know.
    pub(crate) fn add_to(&self, stats: &mut Stats) {
        stats.lanes = self.places.count_open();
        stats.size += stats.lanes;
        stats.lane_reads = self.on_lanes.load(Relaxed);
        stats.exclusive_reads = self.exclusive.load(Relaxed);
        stats.moved_reads = self.moved.load(Relaxed);
    }

    /// Closes the lanes, once what is on them has been answered.
    pub(crate) fn close(&self) {
        self.places.close();
    }
}

/// Notes how long a read took on its own connection, if it is given up or fails.
struct Watch<'a> {
    lanes: &'a Lanes,
    shape: &'a Shape,
    start: u64,
    ended: bool,
}

impl Watch<'_> {
    fn span(&self) -> Span {
        Span { start: self.start, end: self.lanes.clock.now() }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if !self.ended {
            let span = self.span();
            self.shape.gave_up(span, self.lanes.weather.own(Took::alone(span)));
        }
    }
}
