use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use orm_core::database::{Exchange, Outcome, Request};
use orm_core::sql::Statement;
use orm_core::{Error, Result};
use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};
use tokio::time::timeout;

use crate::connection::Role;
use crate::failure;
use crate::job::{Awaited, Job, OfAll, reply};
use crate::settings::Settings;
use crate::worker::{self, Ended};

/// Connections with the same role, each on a thread of its own that starts when it is first needed.
///
/// Whoever wants one takes a [`Lease`]. The permits are what is waited for; who has a permit finds a worker idle.
#[derive(Debug)]
pub(crate) struct Pool {
    settings: Arc<Settings>,
    role: Role,
    permits: Semaphore,
    workers: Box<[OnceLock<Sender<Job>>]>,
    /// The workers that nobody has. The one used last is taken first, because its pages are in memory.
    idle: Mutex<Vec<usize>>,
    /// One permit for each worker that has ended.
    ended: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// What the workers of a pool are doing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Load {
    pub(crate) started: usize,
    pub(crate) idle: usize,
    pub(crate) waiting: usize,
}

impl Pool {
    pub(crate) fn new(settings: Arc<Settings>, role: Role, size: usize) -> Arc<Self> {
        Arc::new(Self {
            settings,
            role,
            permits: Semaphore::new(size),
            workers: (0..size).map(|_| OnceLock::new()).collect(),
            idle: Mutex::new((0..size).rev().collect()),
            ended: Arc::new(Semaphore::new(0)),
            waiting: AtomicUsize::new(0),
        })
    }

    /// How long to wait for a connection.
    pub(crate) fn acquire_timeout(&self) -> Duration {
        self.settings.options.acquire_timeout
    }

    /// What the workers are doing. Those that were closed do not count.
    pub(crate) fn load(&self) -> Load {
        if self.permits.is_closed() {
            return Load::default();
        }
        let is_started = |worker: &usize| self.workers[*worker].get().is_some();
        Load {
            started: (0..self.workers.len()).filter(is_started).count(),
            idle: self.idle().iter().filter(|worker| is_started(worker)).count(),
            waiting: self.waiting.load(Ordering::Relaxed),
        }
    }

    /// A connection, if one is free.
    pub(crate) fn idle_lease(self: &Arc<Self>) -> Option<Result<Lease>> {
        match self.permits.try_acquire() {
            Ok(permit) => Some(self.take(permit)),
            Err(TryAcquireError::Closed) => Some(Err(failure::closed())),
            Err(TryAcquireError::NoPermits) => None,
        }
    }

    /// Waits for a connection, at most as long as the options say.
    pub(crate) async fn lease(self: &Arc<Self>) -> Result<Lease> {
        if let Some(lease) = self.idle_lease() {
            return lease;
        }
        let limit = self.acquire_timeout();
        let _waiter = Waiter::of(&self.waiting);
        match timeout(limit, self.permits.acquire()).await {
            Ok(permit) => self.take(permit.map_err(|_| failure::closed())?),
            Err(_) => Err(Error::PoolTimeout { waited: limit, size: self.workers.len() }),
        }
    }

    fn take(self: &Arc<Self>, permit: SemaphorePermit<'_>) -> Result<Lease> {
        // None is idle where the pool was closed in the meantime.
        let worker = self.idle().pop().ok_or_else(failure::closed)?;
        permit.forget();
        let lease = Lease { pool: Arc::clone(self), worker };
        self.start(worker)?;
        Ok(lease)
    }

    /// Lets nobody in any more, and waits until those who are in have finished and the connections are closed; but
    /// not for longer than anything waits, since a session may be held by the very task that closes.
    pub(crate) async fn close(&self) {
        self.permits.close();
        for worker in std::mem::take(&mut *self.idle()) {
            self.stop(worker);
        }
        let started = self.workers.iter().filter(|worker| worker.get().is_some()).count();
        let all_ended = self.ended.acquire_many(u32::try_from(started).unwrap_or(u32::MAX));
        let _ = timeout(self.settings.options.acquire_timeout, all_ended).await;
    }

    /// Starts a worker, which only the holder of its lease does.
    fn start(&self, worker: usize) -> Result<()> {
        let place = &self.workers[worker];
        if place.get().is_none() {
            let ended = Ended(Arc::clone(&self.ended));
            let sender = worker::spawn(Arc::clone(&self.settings), self.role, ended).map_err(failure::no_thread)?;
            place.get_or_init(|| sender);
        }
        Ok(())
    }

    fn send(&self, worker: usize, job: Job) -> Result<()> {
        let sender = self.workers[worker].get().ok_or_else(failure::closed)?;
        sender.send(job).map_err(|_| failure::closed())
    }

    fn stop(&self, worker: usize) {
        // A worker that never started or has ended is stopped already.
        let _ = self.send(worker, Job::Stop);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<usize>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts as waiting until it is dropped.
struct Waiter<'a>(&'a AtomicUsize);

impl<'a> Waiter<'a> {
    fn of(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection that is one's own until this is dropped.
#[derive(Debug)]
pub(crate) struct Lease {
    pool: Arc<Pool>,
    worker: usize,
}

impl Lease {
    pub(crate) fn send(&self, job: Job) -> Result<()> {
        self.pool.send(self.worker, job)
    }

    /// Runs a statement and gives the connection back when it has ended, even where nobody awaits it any more.
    pub(crate) fn run(self, statement: Statement, exchange: Box<dyn Exchange>) -> Result<Awaited<Outcome>> {
        let (reply, awaited) = reply();
        self.hand_over(|lease| Job::Run { statement, exchange, reply, lease: Some(lease) })?;
        Ok(awaited)
    }

    /// As [`run`](Self::run), for several statements that read.
    pub(crate) fn run_all(self, requests: Vec<Request>) -> Result<Awaited<OfAll>> {
        let (reply, awaited) = reply();
        self.hand_over(|lease| Job::RunAll { requests, reply, lease })?;
        Ok(awaited)
    }

    /// Gives the connection back once all jobs before have ended and no transaction is open.
    pub(crate) fn release(self) {
        // A thread that is gone has no transaction either.
        let _ = self.hand_over(Job::Release);
    }

    fn hand_over(self, job: impl FnOnce(Self) -> Job) -> Result<()> {
        let (pool, worker) = (Arc::clone(&self.pool), self.worker);
        pool.send(worker, job(self))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Under the lock, so that a pool that is being closed either sees this worker as idle or is seen closed here.
        let mut idle = self.pool.idle();
        if self.pool.permits.is_closed() {
            self.pool.stop(self.worker);
        } else {
            idle.push(self.worker);
            drop(idle);
            self.pool.permits.add_permits(1);
        }
    }
}
