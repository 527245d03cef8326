//! One read on a lane.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::Poll;
use std::time::Duration;

use orm_core::Error;
use orm_core::database::{Exchange, Failure};
use orm_core::sql::Statement;

use super::Lanes;
use super::lane::Lane;
use super::progress::{Ticket, Took};
use super::shape::Shape;
use crate::checkout::Checkout;
use crate::encode;
use crate::execute::{self, Done, Problem};
use crate::timer::{Elapsed, Timer};

/// How much longer to wait before anybody counts as slow. If the program itself was at a standstill, the answer
/// is here already and comes up meanwhile.
const GRACE: Duration = Duration::from_millis(2);

/// How a read's time on a lane ended.
pub(crate) enum Ended {
    /// It was answered.
    Done(Done),
    /// It has to start again on a connection of its own, which it may have already.
    Moved(Option<Checkout>),
}

/// What became of waiting for an answer.
enum Waited<T> {
    Answered(T),
    /// A connection of its own was there first.
    Moved(Checkout),
    Elapsed,
}

/// A read that is on a lane.
struct Trip<'a> {
    lanes: &'a Arc<Lanes>,
    lane: &'a Arc<Lane>,
    shape: &'a Shape,
    ticket: Ticket,
    /// The size of the rows that the program has taken in.
    bytes: AtomicUsize,
    ended: bool,
}

impl Lanes {
    /// Sends a read on this lane.
    ///
    /// Nothing was taken in of one that has to move: it begins anew elsewhere, which a read may.
    pub(super) async fn on_lane(
        self: &Arc<Self>,
        lane: &Arc<Lane>,
        now: u64,
        shape: &Shape,
        statement: &Statement,
        exchange: &mut dyn Exchange,
    ) -> Result<Ended, Failure> {
        let limit = self.connections.limits().statement;
        let mut trip = Trip::start(self, lane, now, shape);
        let mut timer = lane.take_timer();
        let waited = {
            let mut work = pin!(trip.carry_out(statement, exchange));
            let patience = Duration::from_micros(self.patience());
            match timer.limit(limit.min(patience), work.as_mut()).await {
                Ok(outcome) => Waited::Answered(outcome),
                Err(Elapsed) => Box::pin(trip.wait_on(&mut timer, limit, work)).await,
            }
        };
        lane.put_back(timer);
        let problem = match waited {
            Waited::Answered(Ok(done)) => {
                trip.answered(done.bytes);
                self.on_lanes.fetch_add(1, Relaxed);
                return Ok(Ended::Done(done));
            }
            Waited::Answered(Err(problem)) => problem,
            Waited::Moved(checkout) => return Ok(Ended::Moved(Some(checkout))),
            Waited::Elapsed => {
                lane.gave_up();
                self.places.retire(lane);
                return Err(Error::Timeout { after: limit }.into());
            }
        };
        let failure = problem.into_failure(limit);
        if matches!(failure, Failure::Error(Error::Connection { .. })) {
            self.places.retire(lane);
            return if trip.has_begun() { Err(failure) } else { Ok(Ended::Moved(None)) };
        }
        trip.failed(&failure);
        Err(failure)
    }
}

impl<'a> Trip<'a> {
    fn start(lanes: &'a Arc<Lanes>, lane: &'a Arc<Lane>, now: u64, shape: &'a Shape) -> Self {
        let ticket = lane.progress.send(now);
        Self { lanes, lane, shape, ticket, bytes: AtomicUsize::new(0), ended: false }
    }

    async fn carry_out(&self, statement: &Statement, exchange: &mut dyn Exchange) -> Result<Done, Problem> {
        let rows = match self.begin(statement, exchange).await {
            Err(Problem::Stale(_)) => {
                self.lane.forget(&statement.sql);
                self.begin(statement, exchange).await?
            }
            rows => rows?,
        };
        let takes_in = |size: usize| {
            self.bytes.fetch_add(size.max(1), Relaxed);
        };
        let affected = execute::receive(pin!(rows), statement, None, exchange, 0, takes_in).await?;
        Ok(Done { affected, bytes: self.bytes.load(Relaxed) })
    }

    async fn begin(
        &self,
        statement: &Statement,
        exchange: &mut dyn Exchange,
    ) -> Result<tokio_postgres::RowStream, Problem> {
        let parameters = exchange.parameters(0);
        encode::check(&parameters)?;
        let prepared = self.lane.prepare(statement, &parameters).await?;
        execute::send(&self.lane.client, &prepared, &parameters).await
    }

    /// Goes on waiting for an answer that has not come in good time.
    async fn wait_on<F: Future>(&self, timer: &mut Timer, limit: Duration, mut work: Pin<&mut F>) -> Waited<F::Output> {
        let mut next = GRACE;
        loop {
            let left = limit.saturating_sub(self.age());
            if left.is_zero() {
                return Waited::Elapsed;
            }
            if let Ok(outcome) = timer.limit(next.min(left), work.as_mut()).await {
                return Waited::Answered(outcome);
            }
            let left = limit.saturating_sub(self.age());
            if self.has_begun() || self.lane.progress.is_head(self.ticket) {
                // It is this one that the others wait for.
                self.shape.strike(self.ticket.span(self.lanes.clock.now()));
                next = left;
            } else if self.lane.progress.stuck(self.lanes.clock.now()) > self.lanes.patience() {
                return match timer.limit(left, pin!(self.race(work))).await {
                    Ok(waited) => waited,
                    Err(Elapsed) => Waited::Elapsed,
                };
            } else {
                next = Duration::from_micros(self.lanes.patience());
            }
        }
    }

    /// Waits for the answer, or until a connection is free to ask again.
    async fn race<F: Future>(&self, mut work: Pin<&mut F>) -> Waited<F::Output> {
        let mut checkout = pin!(self.lanes.connections.checkout());
        let mut is_waiting = true;
        poll_fn(|context| {
            if let Poll::Ready(outcome) = work.as_mut().poll(context) {
                return Poll::Ready(Waited::Answered(outcome));
            }
            if is_waiting && let Poll::Ready(taken) = checkout.as_mut().poll(context) {
                is_waiting = false;
                // Where none is free in time, the lane may still answer.
                if let Ok(taken) = taken
                    && !self.has_begun()
                {
                    return Poll::Ready(Waited::Moved(taken));
                }
            }
            Poll::Pending
        })
        .await
    }

    fn age(&self) -> Duration {
        Duration::from_micros(self.ticket.age(self.lanes.clock.now()))
    }

    /// Whether the program has taken in rows already, which must not come twice.
    fn has_begun(&self) -> bool {
        self.bytes.load(Relaxed) > 0
    }

    fn answered(&mut self, bytes: usize) {
        self.ended = true;
        let now = self.lanes.clock.now();
        let own = self.lanes.weather.own(self.lane.progress.answer(self.ticket, now));
        self.shape.ran(self.ticket.span(now), own, bytes);
        if self.lanes.wants_ping(own, now) {
            self.lanes.ping_lane(self.lane);
        }
    }

    fn failed(&mut self, failure: &Failure) {
        // What this side refuses was not sent, and no answer to it says anything about those before it.
        let is_answer = match failure {
            Failure::Read { .. } => true,
            Failure::Columns { .. } | Failure::ColumnType { .. } | Failure::Parameter { .. } => false,
            Failure::Error(error) => !matches!(error, Error::QueryTooLarge { .. }),
            _ => true,
        };
        if is_answer {
            self.answered(0);
        }
    }
}

impl Drop for Trip<'_> {
    fn drop(&mut self) {
        let progress = &self.lane.progress;
        if !self.ended && progress.is_head(self.ticket) {
            let now = self.lanes.clock.now();
            let stuck = Took { altogether: progress.stuck(now), as_head: progress.stuck(now) };
            self.shape.gave_up(self.ticket.span(now), self.lanes.weather.own(stuck));
        }
    }
}
