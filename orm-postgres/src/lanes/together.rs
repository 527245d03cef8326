//! Several reads that are sent together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use futures_util::future::join_all;
use orm_core::database::{FailedAt, Request};

use super::progress::{Progress, Ticket, Took};
use super::shape::Shape;
use super::{Lanes, Way};
use crate::execute::Done;

impl Lanes {
    /// Runs several reads on one connection: a lane, if all of them are quick.
    pub(crate) async fn read_together(self: &Arc<Self>, requests: &mut [Request]) -> Result<Vec<Done>, FailedAt> {
        let shapes: Vec<_> = requests.iter().map(|request| self.shapes.get(&request.statement.sql)).collect();
        let lane = if shapes.iter().all(|shape| shape.is_quick()) { self.choose() } else { None };
        let Some((lane, now)) = lane else { return self.together_on_own(&shapes, requests).await };
        let way = |shape| Way { shape, lane: Some((Arc::clone(&lane), now)) };
        let ways: Vec<_> = shapes.into_iter().map(way).collect();
        let reads = requests.iter_mut().zip(&ways).map(|(Request { statement, exchange }, way)| {
            // Should the lane be held up, each moves for itself.
            self.read(way, statement, &mut **exchange)
        });
        let outcomes = join_all(reads).await.into_iter().enumerate();
        outcomes.map(|(index, outcome)| outcome.map_err(|failure| FailedAt { index, failure })).collect()
    }

    /// Runs them on a connection of their own, and notes how long each takes.
    async fn together_on_own(
        self: &Arc<Self>,
        shapes: &[Arc<Shape>],
        requests: &mut [Request],
    ) -> Result<Vec<Done>, FailedAt> {
        let mut checkout = self.connections.checkout().await?;
        self.exclusive.fetch_add(u64::try_from(requests.len()).unwrap_or(u64::MAX), Relaxed);
        let watch = Watch::start(self, shapes);
        let all = checkout.run_together(requests, |index, done| watch.answered(index, done)).await?;
        if self.wants_ping(watch.slowest.load(Relaxed), self.clock.now()) {
            self.ping_on(checkout);
        }
        Ok(all)
    }
}

/// Notes how long reads take that were sent together, and of which one the server was at work when they are given up.
struct Watch<'a> {
    lanes: &'a Lanes,
    shapes: &'a [Arc<Shape>],
    progress: Progress,
    tickets: Vec<Ticket>,
    slowest: AtomicU64,
}

impl<'a> Watch<'a> {
    fn start(lanes: &'a Lanes, shapes: &'a [Arc<Shape>]) -> Self {
        let (progress, now) = (Progress::default(), lanes.clock.now());
        let tickets = shapes.iter().map(|_| progress.send(now)).collect();
        Self { lanes, shapes, progress, tickets, slowest: AtomicU64::new(0) }
    }

    fn answered(&self, index: usize, done: Done) {
        let (now, ticket) = (self.lanes.clock.now(), self.tickets[index]);
        let own = self.lanes.weather.own(self.progress.answer(ticket, now));
        self.shapes[index].ran(ticket.span(now), own, done.bytes);
        self.slowest.fetch_max(own, Relaxed);
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let head = self.tickets.iter().zip(self.shapes).find(|(ticket, _)| self.progress.is_head(**ticket));
        if let Some((ticket, shape)) = head {
            let now = self.lanes.clock.now();
            let stuck = self.progress.stuck(now);
            let own = self.lanes.weather.own(Took { altogether: stuck, as_head: stuck });
            shape.gave_up(ticket.span(now), own);
        }
    }
}
