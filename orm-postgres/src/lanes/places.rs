use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::time::timeout;

use super::Lanes;
use super::lane::Lane;
use crate::connection;
use crate::connections::Connections;

/// After a lane could not be opened, nobody tries again for so many microseconds.
const PAUSE: u64 = 1_000_000;

/// A place for each lane, so that there are never more connections than were asked for.
pub(crate) struct Places(Mutex<Inner>);

struct Inner {
    places: Vec<Place>,
    closed: bool,
}

enum Place {
    /// Not to be opened before this moment.
    Empty(u64),
    Opening,
    Open(Arc<Lane>),
    /// Nothing goes on it any more, and it closes with the last read that is on it.
    Leaving(Weak<Lane>),
}

/// What is to be done once a lane was chosen.
#[derive(Default)]
pub(crate) struct ToDo {
    /// The place where one is to be opened.
    pub(crate) open: Option<usize>,
    /// A lane that is held up and may be free again.
    pub(crate) probe: Option<Arc<Lane>>,
}

impl Places {
    pub(crate) fn new(count: usize) -> Self {
        Self(Mutex::new(Inner { places: (0..count).map(|_| Place::Empty(0)).collect(), closed: false }))
    }

    /// The lane with the fewest reads on it, of those that are not held up.
    pub(crate) fn choose(&self, now: u64, patience: u64, todo: &mut ToDo) -> Option<Arc<Lane>> {
        let mut inner = self.lock();
        if inner.closed {
            return None;
        }
        for (index, place) in inner.places.iter_mut().enumerate() {
            place.look_after(now, patience, index, todo);
        }
        let usable = inner.places.iter().filter_map(|place| match place {
            Place::Open(lane) if lane.progress.stuck(now) <= patience => Some((lane.progress.in_flight(), lane)),
            _ => None,
        });
        usable.min_by_key(|(in_flight, _)| *in_flight).map(|(_, lane)| Arc::clone(lane))
    }

    /// Lets nothing more on this lane, and another one take its place when it is empty.
    pub(crate) fn retire(&self, lane: &Arc<Lane>) {
        let mut inner = self.lock();
        let is_it = |place: &&mut Place| matches!(place, Place::Open(open) if Arc::ptr_eq(open, lane));
        if let Some(place) = inner.places.iter_mut().find(is_it) {
            *place = Place::Leaving(Arc::downgrade(lane));
        }
    }

    pub(crate) fn count_open(&self) -> usize {
        self.lock().places.iter().filter(|place| matches!(place, Place::Open(_))).count()
    }

    pub(crate) fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.places.clear();
    }

    fn put(&self, index: usize, place: Place) {
        let mut inner = self.lock();
        // There are none in a database that was closed meanwhile.
        if let Some(old) = inner.places.get_mut(index) {
            *old = place;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn look_after(&mut self, now: u64, patience: u64, index: usize, todo: &mut ToDo) {
        match self {
            Self::Open(lane) if lane.is_closed() => *self = Self::Leaving(Arc::downgrade(lane)),
            Self::Open(lane) if lane.progress.stuck(now) > patience && lane.may_probe(now) => {
                todo.probe = Some(Arc::clone(lane));
            }
            Self::Leaving(lane) if lane.strong_count() == 0 => *self = Self::Empty(0),
            Self::Empty(not_before) if now >= *not_before && todo.open.is_none() => {
                *self = Self::Opening;
                todo.open = Some(index);
            }
            _ => {}
        }
    }
}

/// Opens a lane at this place.
pub(crate) fn open(lanes: &Arc<Lanes>, place: usize) -> impl Future<Output = ()> + Send + use<> {
    let connections = Arc::clone(&lanes.connections);
    // Made here, so that the place is free again also where the future is never polled.
    let opening = Opening { lanes: Arc::downgrade(lanes), place, lane: None };
    async move { opening.end(connect(&connections).await) }
}

/// Opens one. Why it cannot be is told to the reads that take a connection of their own meanwhile.
async fn connect(connections: &Connections) -> Option<(Lane, u64)> {
    let connection = connections.open().await.ok()?;
    let way = timeout(connections.limits().connect, connection::ping(&connection.client)).await.ok()?.ok()?;
    Some((Lane::new(connection, connections.limits()), way))
}

/// A lane that is being opened; dropped, it takes its place.
struct Opening {
    lanes: Weak<Lanes>,
    place: usize,
    lane: Option<Arc<Lane>>,
}

impl Opening {
    fn end(mut self, opened: Option<(Lane, u64)>) {
        if let (Some((lane, way)), Some(lanes)) = (opened, self.lanes.upgrade()) {
            lanes.weather.measured(way);
            self.lane = Some(Arc::new(lane));
        }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        let Some(lanes) = self.lanes.upgrade() else { return };
        let place = match self.lane.take() {
            Some(lane) => Place::Open(lane),
            None => Place::Empty(lanes.clock.now() + PAUSE),
        };
        lanes.places.put(self.place, place);
    }
}
