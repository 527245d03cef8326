use std::sync::Arc;

use super::collision::Collision;
use super::deadline::Deadline;
use super::terms::Terms;

use crate::database::observe::{self, Step};
use crate::database::{Backend, Exchange, FailedAt, Failure, Outcome, Request, Savepoint, Session};
use crate::sql::Statement;

/// The connection of a transaction, in the hands of the block whose turn it is.
pub(super) struct Line {
    session: Box<dyn Session>,
    /// Whose connection it is.
    backend: Arc<dyn Backend>,
    /// A block that nobody will end any more: everything after this savepoint is to be undone before anything else.
    owed: Option<Savepoint>,
    /// Whether what was done last has collided with another transaction.
    collision: Arc<Collision>,
}

impl Line {
    /// Opens a transaction on a connection of one's own.
    pub(super) async fn open(backend: Arc<dyn Backend>, terms: &Terms) -> Result<Self, Failure> {
        let mut options = terms.options;
        let session = if options.read_only { backend.reading_session() } else { backend.session() };
        let mut session = session.await?;
        options.timeout = terms.deadline.map(Deadline::remaining);
        observe::step(&*backend, Step::Begin, session.begin(options)).await?;
        Ok(Self { session, backend, owed: None, collision: Arc::default() })
    }

    pub(super) fn collision(&self) -> &Arc<Collision> {
        &self.collision
    }

    pub(super) async fn run(&mut self, statement: Statement, exchange: Box<dyn Exchange>) -> Result<Outcome, Failure> {
        self.settle().await?;
        let session = &mut self.session;
        let done = observe::statement(&*self.backend, statement, exchange, |statement, exchange| {
            session.run(statement, exchange)
        });
        let done = done.await;
        done.inspect_err(|failure| self.collision.note(failure))
    }

    pub(super) async fn run_together(&mut self, requests: Vec<Request>) -> Result<Vec<Outcome>, FailedAt> {
        self.settle().await?;
        let session = &mut self.session;
        let done = observe::together(&*self.backend, requests, |requests| session.run_together(requests)).await;
        done.inspect_err(|failed| self.collision.note(&failed.failure))
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.settle().await?;
        let done = observe::script(&*self.backend, sql, self.session.script(sql)).await;
        done.inspect_err(|failure| self.collision.note(failure))
    }

    /// Opens a savepoint.
    pub(super) async fn savepoint(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        self.settle().await?;
        // Dropped while the answer is due, the savepoint is there and nobody knows it.
        self.owed = Some(savepoint);
        let opened = observe::step(&*self.backend, Step::Savepoint, self.session.savepoint(savepoint)).await;
        self.owed = None;
        opened
    }

    /// Keeps what was done since the savepoint, as part of what is around it.
    pub(super) async fn release(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        observe::step(&*self.backend, Step::Release, self.session.release(savepoint)).await
    }

    /// Undoes what was done since the savepoint.
    pub(super) async fn roll_back_to(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        self.owe(savepoint);
        self.settle().await
    }

    pub(super) async fn commit(mut self) -> Result<(), Failure> {
        self.settle().await?;
        observe::step(&*self.backend, Step::Commit, self.session.commit()).await
    }

    pub(super) async fn rollback(mut self) -> Result<(), Failure> {
        observe::step(&*self.backend, Step::Rollback, self.session.rollback()).await
    }

    /// Notes that everything since the savepoint is to be undone, of which an inner one's part is a part.
    pub(super) fn owe(&mut self, savepoint: Savepoint) {
        self.owed = Some(self.owed.map_or(savepoint, |owed| owed.min(savepoint)));
    }

    /// Undoes what blocks have left that were dropped.
    pub(super) async fn settle(&mut self) -> Result<(), Failure> {
        match self.owed.take() {
            // Sent at the first poll: dropped after that, it is still carried out, before anything else is.
            Some(savepoint) => {
                let undone = self.session.roll_back_to(savepoint);
                observe::step(&*self.backend, Step::RollBackTo, undone).await?;
                self.collision.is_undone();
                Ok(())
            }
            None => Ok(()),
        }
    }
}
