use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::task::AbortHandle;
use tokio::time::{sleep_until, timeout};

use super::collision::Collision;
use super::deadline::Deadline;
use super::line::Line;
use super::on_commit::{self, Callback, Callbacks};
use super::terms::Terms;
use crate::database::{Backend, Exchange, FailedAt, Failure, Outcome, Request, Savepoint};
use crate::error::Error;
use crate::sql::{Access, Effect, Statement};

/// A transaction, or a savepoint in one.
pub(in crate::database) struct Block {
    seat: Arc<Mutex<Seat>>,
    /// The block around it; `None` for the transaction itself.
    outer: Option<Arc<Block>>,
    /// How many blocks are around it, which is also the number of its savepoint: blocks in one another are open one after
    /// the other, and blocks beside each other never at the same time.
    depth: u64,
    /// Nobody will end it any more, so whoever uses it now does that when they leave.
    abandoned: AtomicBool,
    /// What is to be done once everything is committed.
    callbacks: SyncMutex<Callbacks>,
    /// How long to wait for a turn.
    patience: Duration,
    /// What it was asked to be.
    terms: Terms,
    /// Whether what was done last in the transaction has collided with another.
    collision: Arc<Collision>,
    /// The block that was opened last inside of this one.
    inner: SyncMutex<Weak<Block>>,
    /// Who watches over its time.
    watch: SyncMutex<Option<AbortHandle>>,
}

/// Where a block's line is while nobody uses it. Using the block is holding its seat.
struct Seat {
    /// `None` once the block has ended. While a nested block has it, that block also holds the seat.
    line: Option<Line>,
    /// The seat of the block around it, until the line goes back there.
    outer: Option<OwnedMutexGuard<Seat>>,
}

impl Block {
    /// Opens a transaction.
    pub(super) async fn open(backend: Arc<dyn Backend>, terms: Terms) -> Result<Arc<Self>, Failure> {
        let patience = backend.acquire_timeout();
        let line = Line::open(backend, &terms).await?;
        let collision = Arc::clone(line.collision());
        Ok(Self::new(Seat { line: Some(line), outer: None }, None, patience, terms, collision))
    }

    /// Opens a savepoint in this block, which has to wait until that has ended.
    pub(super) async fn nest(self: &Arc<Self>, terms: Terms) -> Result<Arc<Self>, Failure> {
        let mut turn = self.turn().await?;
        turn.line()?.savepoint(Savepoint(self.depth + 1)).await.map_err(|failure| self.told(failure))?;
        let mut outer = turn.stay()?;
        let seat = Seat { line: outer.line.take(), outer: Some(outer) };
        let inner = Self::new(seat, Some(Arc::clone(self)), self.patience, terms, Arc::clone(&self.collision));
        *self.inner.lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&inner);
        // Who has ended this block because of its time may not have seen the new one yet.
        match self.overtime() {
            Some(error) => {
                inner.abandon();
                Err(error.into())
            }
            None => Ok(inner),
        }
    }

    fn new(
        seat: Seat,
        outer: Option<Arc<Self>>,
        patience: Duration,
        terms: Terms,
        collision: Arc<Collision>,
    ) -> Arc<Self> {
        let depth = outer.as_ref().map_or(0, |outer| outer.depth + 1);
        let (seat, callbacks, inner) = (Arc::new(Mutex::new(seat)), SyncMutex::default(), SyncMutex::default());
        let abandoned = AtomicBool::new(false);
        let block = Arc::new(Self {
            seat,
            outer,
            depth,
            abandoned,
            callbacks,
            patience,
            terms,
            collision,
            inner,
            watch: SyncMutex::default(),
        });
        block.watch();
        block
    }

    /// The savepoint that this block is, where it is not the transaction itself.
    fn savepoint(&self) -> Savepoint {
        Savepoint(self.depth)
    }

    /// Whether this block is the other one or lies in it.
    pub(in crate::database) fn is_within(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.outer.as_ref().is_some_and(|outer| outer.is_within(other))
    }

    /// Whether it is committed, released or rolled back.
    pub(in crate::database) fn has_ended(&self) -> bool {
        !matches!(&*self.callbacks(), Callbacks::Waiting(_))
    }

    /// The block that it lies in, if any.
    pub(in crate::database) fn outer(&self) -> Option<&Arc<Self>> {
        self.outer.as_ref()
    }

    /// The transaction that this block is or lies in.
    pub(in crate::database) fn whole(&self) -> &Self {
        self.outer.as_ref().map_or(self, |outer| outer.whole())
    }

    /// What it was asked to be.
    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Whether what was done last in the transaction has collided with another.
    pub(super) fn collision(&self) -> &Arc<Collision> {
        &self.collision
    }

    /// Notes that running the transaction again can help.
    pub(in crate::database) fn note_collision(&self) {
        self.collision.note(&Error::Serialization.into());
    }

    /// The transaction that this block is or lies in, as programs see it; `None` for that of a test.
    pub(super) fn outermost(&self) -> Option<&Self> {
        let outer = self.outer.as_deref().and_then(Self::outermost);
        outer.or_else(|| (!self.terms.stands_in).then_some(self))
    }

    /// Whether nothing may be written in it.
    pub(in crate::database) fn is_read_only(&self) -> bool {
        self.terms.options.read_only || self.outer.as_ref().is_some_and(|outer| outer.is_read_only())
    }

    /// What to say where its time is over, or that of a block around it.
    fn overtime(&self) -> Option<Error> {
        let own = self.terms.deadline.filter(|deadline| deadline.is_over()).map(Deadline::error);
        own.or_else(|| self.outer.as_ref()?.overtime())
    }

    /// The same failure, or where time is over, that.
    fn told(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Error(error @ Error::Timeout { .. }) => self.overtime().unwrap_or(error).into(),
            failure => failure,
        }
    }

    /// Ends the block when its time is over, also where nobody uses it.
    fn watch(self: &Arc<Self>) {
        let Some(deadline) = self.terms.deadline else { return };
        let block = Arc::downgrade(self);
        let task = tokio::spawn(async move {
            sleep_until(deadline.at).await;
            if let Some(block) = block.upgrade() {
                block.expire();
            }
        });
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.abort_handle());
    }

    /// Undoes what was done in the block and in those in it, at the latest when whoever uses them leaves.
    fn expire(self: &Arc<Self>) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner).upgrade();
        if let Some(inner) = inner {
            inner.expire();
        }
        self.abandon();
    }

    /// Refuses what is known to write, where nothing may be written.
    fn permit(&self, statement: &Statement) -> Result<(), Error> {
        let writes = matches!(statement.effect, Effect::Writes(..) | Effect::Deletes(_));
        if writes && self.is_read_only() { Err(Error::ReadOnly) } else { Ok(()) }
    }

    /// Runs a statement, when it is this block's turn.
    pub(in crate::database) async fn run(
        self: &Arc<Self>,
        statement: Statement,
        exchange: Box<dyn Exchange>,
    ) -> Result<Outcome, Failure> {
        let mut turn = self.turn().await?;
        self.permit(&statement)?;
        turn.line()?.run(statement, exchange).await.map_err(|failure| self.told(failure))
    }

    /// Runs several statements that read, when it is this block's turn.
    pub(in crate::database) async fn run_together(
        self: &Arc<Self>,
        requests: Vec<Request>,
    ) -> Result<Vec<Outcome>, FailedAt> {
        let done = self.turn().await?.line()?.run_together(requests).await;
        done.map_err(|FailedAt { index, failure }| FailedAt { index, failure: self.told(failure) })
    }

    /// Runs statements without parameters, when it is this block's turn.
    pub(in crate::database) async fn script(self: &Arc<Self>, sql: &str, access: Access) -> Result<(), Failure> {
        let mut turn = self.turn().await?;
        if access == Access::Write && self.is_read_only() {
            return Err(Error::ReadOnly.into());
        }
        turn.line()?.script(sql).await.map_err(|failure| self.told(failure))
    }

    /// Does this once everything around the block is committed; forgets it where the block is rolled back.
    pub(super) fn add_callback(&self, callback: Callback) {
        let mut callbacks = self.callbacks();
        match (&mut *callbacks, &self.outer) {
            (Callbacks::Waiting(waiting), _) => waiting.push(callback),
            (Callbacks::Kept, Some(outer)) => outer.add_callback(callback),
            // By a handle that has outlived the block.
            (Callbacks::Kept, None) => drop(tokio::spawn(callback)),
            (Callbacks::Undone, _) => {}
        }
    }

    /// Whether anything waits for the commit.
    pub(super) fn has_callbacks(&self) -> bool {
        matches!(&*self.callbacks(), Callbacks::Waiting(waiting) if !waiting.is_empty())
    }

    /// Notes how the block has ended, and gives what has waited for that.
    pub(super) fn end_callbacks(&self, ending: Callbacks) -> Vec<Callback> {
        match std::mem::replace(&mut *self.callbacks(), ending) {
            Callbacks::Waiting(waiting) => waiting,
            Callbacks::Kept | Callbacks::Undone => Vec::new(),
        }
    }

    /// Keeps what was done in the block.
    pub(super) async fn commit(self: &Arc<Self>) -> Result<(), Failure> {
        let mut closing = self.turn().await?.close()?;
        let committed = match &self.outer {
            Some(_) => closing.release().await,
            None => on_commit::commit(closing.into_line()?, Arc::clone(self)).await,
        };
        committed.map_err(|failure| self.told(failure))
    }

    /// Undoes what was done in the block.
    pub(super) async fn rollback(self: &Arc<Self>) -> Result<(), Failure> {
        let mut closing = self.turn().await?.close()?;
        match &self.outer {
            Some(_) => closing.roll_back().await,
            None => {
                self.end_callbacks(Callbacks::Undone);
                closing.into_line()?.rollback().await
            }
        }
    }

    /// Undoes what was done in the block, without waiting: at the latest before the connection is used again.
    pub(super) fn abandon(self: &Arc<Self>) {
        self.abandoned.store(true, Ordering::SeqCst);
        self.clear_if_abandoned();
    }

    /// Ends a block that nobody else ends, unless somebody uses it, who will do that when they leave.
    fn clear_if_abandoned(self: &Arc<Self>) {
        if self.abandoned.load(Ordering::SeqCst)
            && let Ok(mut seat) = Arc::clone(&self.seat).try_lock_owned()
        {
            drop(Closing::new(self, &mut seat));
        }
    }

    /// Waits until nobody else uses the block. It is not for ever that a nested block of the same task, or a task that
    /// waits for this one, keeps it.
    async fn turn(self: &Arc<Self>) -> Result<Turn, Failure> {
        // Before the seat: dropped while it is being handed over, this still clears up after an abandoned block.
        let mut turn = Turn { block: Arc::clone(self), seat: None };
        turn.seat = Some(match Arc::clone(&self.seat).try_lock_owned() {
            Ok(seat) => seat,
            Err(_) => timeout(self.patience, Arc::clone(&self.seat).lock_owned())
                .await
                .map_err(|_| Error::TransactionBusy { waited: self.patience })?,
        });
        if let Some(error) = self.overtime() {
            // Whoever watches over the time may be late.
            self.abandoned.store(true, Ordering::SeqCst);
            return Err(error.into());
        }
        if self.abandoned.load(Ordering::SeqCst) { Err(Error::TransactionEnded.into()) } else { Ok(turn) }
    }

    fn callbacks(&self) -> MutexGuard<'_, Callbacks> {
        self.callbacks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let watch = self.watch.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(watch) = watch.take() {
            watch.abort();
        }
    }
}

/// The use of a block, until this is dropped.
struct Turn {
    block: Arc<Block>,
    /// There until it is dropped.
    seat: Option<OwnedMutexGuard<Seat>>,
}

impl Turn {
    fn line(&mut self) -> Result<&mut Line, Error> {
        self.seat.as_mut().and_then(|seat| seat.line.as_mut()).ok_or(Error::TransactionEnded)
    }

    /// Keeps the seat for longer.
    fn stay(mut self) -> Result<OwnedMutexGuard<Seat>, Error> {
        self.seat.take().ok_or(Error::TransactionEnded)
    }

    /// Ends the block for everybody else.
    fn close(mut self) -> Result<Closing, Error> {
        self.line()?;
        let mut seat = self.seat.take().ok_or(Error::TransactionEnded)?;
        Ok(Closing::new(&self.block, &mut seat))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.seat = None;
        self.block.clear_if_abandoned();
    }
}

/// A block that ends. When this is dropped, its line goes back to the block around it.
struct Closing {
    block: Arc<Block>,
    line: Option<Line>,
    outer_seat: Option<OwnedMutexGuard<Seat>>,
    ending: Ending,
}

/// What becomes of what was done in a block that ends.
enum Ending {
    /// It has yet to be undone.
    ToUndo,
    /// It was undone.
    Undone,
    /// It is part of the block around it.
    Kept,
}

impl Closing {
    fn new(block: &Arc<Block>, seat: &mut Seat) -> Self {
        let (line, outer_seat) = (seat.line.take(), seat.outer.take());
        Self { block: Arc::clone(block), line, outer_seat, ending: Ending::ToUndo }
    }

    async fn release(&mut self) -> Result<(), Failure> {
        let line = self.line.as_mut().ok_or(Error::TransactionEnded)?;
        line.settle().await?;
        // It is sent at the first poll: dropped after that, it is still carried out.
        self.ending = Ending::Kept;
        let released = line.release(self.block.savepoint()).await;
        if released.is_err() {
            self.ending = Ending::ToUndo;
        }
        released
    }

    async fn roll_back(&mut self) -> Result<(), Failure> {
        self.ending = Ending::Undone;
        self.line.as_mut().ok_or(Error::TransactionEnded)?.roll_back_to(self.block.savepoint()).await
    }

    /// The line of the transaction itself. Dropping it rolls back.
    fn into_line(mut self) -> Result<Line, Error> {
        self.line.take().ok_or(Error::TransactionEnded)
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        // Of the transaction itself, the line may be on its way to a commit; otherwise dropping it rolls back.
        let Some(mut line) = self.line.take() else { return };
        let kept = self.block.end_callbacks(match self.ending {
            Ending::ToUndo | Ending::Undone => Callbacks::Undone,
            Ending::Kept => Callbacks::Kept,
        });
        let (Some(outer), Some(mut seat)) = (&self.block.outer, self.outer_seat.take()) else { return };
        match self.ending {
            Ending::ToUndo => line.owe(self.block.savepoint()),
            Ending::Undone => {}
            Ending::Kept => kept.into_iter().for_each(|callback| outer.add_callback(callback)),
        }
        seat.line = Some(line);
        drop(seat);
        outer.clear_if_abandoned();
    }
}
