use orm_core::database::{BoxFuture, Exchange, Failure, Outcome, Savepoint, Session, TransactionOptions};
use orm_core::sql::Statement;

use crate::failure;
use crate::job::{Awaited, Control, Job, Reply, reply};
use crate::pool::Lease;

/// A connection that is held by one task: the one that writes, or one that only reads.
#[derive(Debug)]
pub(crate) struct SqliteSession {
    /// There until it is dropped.
    lease: Option<Lease>,
    /// All jobs have ended, and no transaction is open.
    clean: bool,
}

impl SqliteSession {
    pub(crate) fn new(lease: Lease) -> Self {
        Self { lease: Some(lease), clean: true }
    }

    fn send<T>(&mut self, job: impl FnOnce(Reply<T>) -> Job) -> Result<Awaited<T>, Failure> {
        let (reply, awaited) = reply();
        let lease = self.lease.as_ref().ok_or_else(failure::closed)?;
        self.clean = false;
        lease.send(job(reply))?;
        Ok(awaited)
    }

    async fn control(&mut self, control: Control) -> Result<(), Failure> {
        self.send(|reply| Job::Control(control, reply))?.answer().await
    }

    async fn end(&mut self, control: Control) -> Result<(), Failure> {
        self.control(control).await?;
        self.clean = true;
        Ok(())
    }
}

impl Session for SqliteSession {
    fn run(&mut self, statement: Statement, exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>> {
        Box::pin(async move { self.send(|reply| Job::Run { statement, exchange, reply, lease: None })?.answer().await })
    }

    fn script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { self.send(|reply| Job::Script(sql.to_owned(), reply))?.answer().await })
    }

    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.control(Control::Begin(options)))
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.end(Control::Commit))
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.end(Control::Rollback))
    }

    fn savepoint(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.control(Control::Savepoint(savepoint)))
    }

    fn release(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.control(Control::Release(savepoint)))
    }

    fn roll_back_to(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(self.control(Control::RollBackTo(savepoint)))
    }
}

impl Drop for SqliteSession {
    fn drop(&mut self) {
        let Some(lease) = self.lease.take() else { return };
        if self.clean {
            drop(lease);
        } else {
            lease.release();
        }
    }
}
