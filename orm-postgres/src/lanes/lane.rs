use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use deadpool_postgres::ClientWrapper;
use orm_core::sql::Statement;
use orm_core::value::Value;
use tokio::time::timeout;

use super::clock::Clock;
use super::progress::{Progress, Took};
use crate::checkout;
use crate::connection::Connection;
use crate::execute::Problem;
use crate::limits::Limits;
use crate::statement_cache::{self, StatementCache};
use crate::timer::Timer;

/// How long to wait for an empty request's answer before the lane counts as held up still.
const PROBE: Duration = Duration::from_secs(1);
const PROBE_MICROS: u64 = 2_000_000;
/// Reads that are in flight at once on a busy lane; more timers are not kept.
const TIMERS: usize = 64;

/// A connection that concurrent reads share: they are sent back to back and answered in turn.
pub(crate) struct Lane {
    // Before the statements, as in a connection of the pool.
    pub(super) client: ClientWrapper,
    statements: Mutex<StatementCache>,
    /// Held while a statement is prepared, so that those who need the same one do not all do it.
    preparing: tokio::sync::Mutex<()>,
    timers: Mutex<Vec<Timer>>,
    pub(super) progress: Progress,
    /// When somebody last asked whether the lane is free again.
    probed_at: AtomicU64,
    /// Whether the server may be at work on something that nobody waits for.
    given_up: AtomicBool,
    limits: Limits,
}

impl Lane {
    pub(super) fn new(connection: Connection, limits: Limits) -> Self {
        let Connection { client, statements, timer } = connection;
        Self {
            client,
            statements: Mutex::new(statements),
            preparing: tokio::sync::Mutex::new(()),
            timers: Mutex::new(vec![timer]),
            progress: Progress::default(),
            probed_at: AtomicU64::new(0),
            given_up: AtomicBool::new(false),
            limits,
        }
    }

    /// The prepared statement for this text and these parameters, checked against the columns that are read.
    pub(super) async fn prepare(
        &self,
        statement: &Statement,
        parameters: &[Value<'_>],
    ) -> Result<tokio_postgres::Statement, Problem> {
        if let Some(prepared) = self.statements().get(statement, parameters)? {
            return Ok(prepared);
        }
        Box::pin(async {
            let _turn = self.preparing.lock().await;
            if let Some(prepared) = self.statements().get(statement, parameters)? {
                return Ok(prepared);
            }
            let prepared = statement_cache::prepare(&self.client, statement, parameters).await?;
            Ok(self.statements().insert(statement, prepared))
        })
        .await
    }

    pub(super) fn forget(&self, sql: &str) {
        self.statements().remove(sql);
    }

    pub(super) fn take_timer(&self) -> Timer {
        self.timers().pop().unwrap_or_default()
    }

    pub(super) fn put_back(&self, timer: Timer) {
        let mut timers = self.timers();
        if timers.len() < TIMERS {
            timers.push(timer);
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Notes that a statement that nobody waits for any more may be running: it is stopped when the lane's last user has
    /// gone, and not under the feet of others.
    pub(super) fn gave_up(&self) {
        self.given_up.store(true, Relaxed);
    }

    /// Whether the caller may ask now if the lane is free again, which one does at a time.
    pub(super) fn may_probe(&self, now: u64) -> bool {
        let before = self.probed_at.load(Relaxed);
        let is_due = before == 0 || now.saturating_sub(before) > PROBE_MICROS;
        is_due && self.probed_at.compare_exchange(before, now, Relaxed, Relaxed).is_ok()
    }

    /// Asks for an answer to nothing, which comes after all others: so it is noticed that the head was answered, if it was
    /// one whose future has been dropped or is not polled.
    pub(super) async fn probe(&self, clock: Clock) -> Option<Took> {
        let ticket = self.progress.send(clock.now());
        let is_answered = matches!(timeout(PROBE, self.client.check_connection()).await, Ok(Ok(())));
        self.probed_at.store(0, Relaxed);
        is_answered.then(|| self.progress.answer(ticket, clock.now()))
    }

    fn statements(&self) -> MutexGuard<'_, StatementCache> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn timers(&self) -> MutexGuard<'_, Vec<Timer>> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if *self.given_up.get_mut() {
            checkout::cancel(&self.client, self.limits);
        }
    }
}
