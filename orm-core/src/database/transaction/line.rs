use std::sync::Arc;

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
}

impl Line {
    /// Opens a transaction on a connection of one's own.
    pub(super) async fn open(backend: Arc<dyn Backend>) -> Result<Self, Failure> {
        let mut session = backend.session().await?;
        observe::step(&*backend, Step::Begin, session.begin()).await?;
        Ok(Self { session, backend, owed: None })
    }

    pub(super) async fn run(&mut self, statement: Statement, exchange: Box<dyn Exchange>) -> Result<Outcome, Failure> {
        self.settle().await?;
        let session = &mut self.session;
        observe::statement(&*self.backend, statement, exchange, |statement, exchange| session.run(statement, exchange))
            .await
    }

    pub(super) async fn run_together(&mut self, requests: Vec<Request>) -> Result<Vec<Outcome>, FailedAt> {
        self.settle().await?;
        let session = &mut self.session;
        observe::together(&*self.backend, requests, |requests| session.run_together(requests)).await
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.settle().await?;
        observe::script(&*self.backend, sql, self.session.script(sql)).await
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
                observe::step(&*self.backend, Step::RollBackTo, self.session.roll_back_to(savepoint)).await
            }
            None => Ok(()),
        }
    }
}
