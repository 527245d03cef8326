//! A connection while it is out of the pool, and how it comes back.
//!
//! Any future that uses one can be dropped at any await. Two facts, kept up to date before anything is sent,
//! decide what becomes of the connection then: whether an answer is still to come, and whether a transaction is open.

mod copying;
mod leaving;

use std::mem;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use deadpool::managed::Object;
use orm_core::Error;
use orm_core::database::{Exchange, FailedAt, Failure, Request, TransactionOptions};
use orm_core::sql::{Access, Effect, Statement};
use tokio_postgres::Client;

use crate::connection::{self, Connection};
use crate::encode;
use crate::execute::{self, Done, Problem, WhenStale};
use crate::failure;
use crate::limits::Limits;
use crate::manager::Manager;
use crate::statement_cache::StatementCache;
use crate::timer::{Elapsed, Timer};
use crate::together::{self, Problems};
use crate::transaction::{self, Begin, Transaction};

pub(crate) use leaving::{cancel, spawn};
use leaving::{close, return_when_idle};

const COMMIT: &str = "COMMIT";

/// A connection on which something is being sent.
struct Started<'a> {
    client: &'a Client,
    statements: &'a mut StatementCache,
    begin: Begin<'a>,
}

/// A connection that nobody else uses meanwhile.
pub(crate) struct Checkout {
    /// `None` once the connection had to be closed.
    object: Option<Object<Manager>>,
    limits: Limits,
    /// Whether the server may still be at work on something that was sent.
    in_flight: bool,
    transaction: Transaction,
    /// What opens it.
    begin: transaction::Sql,
    /// When its statements have to be done.
    deadline: Option<Instant>,
    /// Whether the connection may have been left in a state that the next user does not expect.
    altered: bool,
}

impl Checkout {
    pub(crate) fn new(object: Object<Manager>, limits: Limits) -> Self {
        Self {
            object: Some(object),
            limits,
            in_flight: false,
            transaction: Transaction::Closed,
            begin: transaction::PLAIN,
            deadline: None,
            altered: false,
        }
    }

    pub(crate) fn transaction(&self) -> Transaction {
        self.transaction
    }

    /// How many microseconds the server takes to answer to nothing.
    pub(crate) async fn ping(&mut self) -> Result<u64, Failure> {
        let limit = self.limits.connect;
        let mut timer = self.take_timer();
        let outcome = timer.limit(limit, pin!(async { Ok(connection::ping(self.start()?.client).await?) })).await;
        self.finish(timer, outcome)
    }

    /// Runs a statement for each set of parameters. Several sets are all or nothing.
    pub(crate) async fn run(&mut self, statement: &Statement, exchange: &mut dyn Exchange) -> Result<Done, Failure> {
        self.altered |= matches!(statement.effect, Effect::Settings);
        let sets = exchange.sets();
        let limit = self.limit();
        let mut timer = self.take_timer();
        let outcome = match sets {
            _ if statement.sql.copy_in().is_some() => {
                timer.limit(limit, Box::pin(self.copy_in(statement, exchange)).as_mut()).await
            }
            1 => timer.limit(limit, pin!(self.one(statement, exchange))).await,
            _ => timer.limit(limit, Box::pin(self.several(statement, exchange, sets)).as_mut()).await,
        };
        self.finish(timer, outcome)
    }

    /// Runs several statements that read, sent back to back. `answered` is told of each as soon as it has succeeded.
    pub(crate) async fn run_together(
        &mut self,
        requests: &mut [Request],
        answered: impl Fn(usize, Done) + Sync,
    ) -> Result<Vec<Done>, FailedAt> {
        // As long as they may take one after the other.
        let limit = self.limit().saturating_mul(u32::try_from(requests.len()).unwrap_or(u32::MAX));
        let count = AtomicUsize::new(0);
        let counted = |index, done| {
            count.fetch_add(1, Relaxed);
            answered(index, done);
        };
        let mut timer = self.take_timer();
        let outcome = timer.limit(limit, pin!(self.all_of(requests, counted))).await;
        self.put_back(timer);
        match outcome {
            Ok(Ok(all)) => {
                self.in_flight = false;
                Ok(all)
            }
            Ok(Err(problems)) => Err(self.failed_at(problems)),
            Err(Elapsed) => Err(FailedAt { index: count.into_inner(), failure: self.timed_out() }),
        }
    }

    /// Runs statements without parameters.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), Failure> {
        // It may open a transaction or change a setting, which nothing here would know of.
        self.altered |= self.transaction == Transaction::Closed;
        if self.transaction.is_to_be_opened() {
            let mut timer = self.take_timer();
            let outcome = timer.limit(self.limit(), pin!(self.open_transaction())).await;
            self.finish(timer, outcome)?;
        }
        self.command(sql).await
    }

    /// Opens a transaction, with the first statement.
    pub(crate) fn begin(&mut self, options: &TransactionOptions) -> Result<(), Failure> {
        match self.object {
            Some(_) => self.transaction = Transaction::Wanted,
            None => return Err(closed_before()),
        }
        self.begin = transaction::sql(options);
        self.deadline = options.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        Ok(())
    }

    /// How long a statement may take now.
    fn limit(&self) -> Duration {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        left.map_or(self.limits.statement, |left| left.min(self.limits.statement))
    }

    /// Ends a transaction of which nothing was sent.
    pub(crate) fn end_unopened(&mut self) -> bool {
        let is_unopened = self.transaction == Transaction::Wanted;
        if is_unopened {
            self.closed();
        }
        is_unopened
    }

    /// Makes the transaction lasting, or fails with nothing of it kept; or with `CommitUnknown`.
    pub(crate) async fn commit(&mut self) -> Result<(), Failure> {
        self.end(COMMIT).await.map_err(|failure| match failure {
            Failure::Error(error @ Error::Timeout { .. }) => Error::CommitUnknown { source: error.into() }.into(),
            failure => failure,
        })
    }

    /// Undoes the transaction.
    pub(crate) async fn rollback(&mut self) -> Result<(), Failure> {
        self.end("ROLLBACK").await
    }

    async fn end(&mut self, sql: &str) -> Result<(), Failure> {
        let mut timer = self.take_timer();
        let outcome = timer.limit(self.limits.statement, pin!(self.close_transaction(sql))).await;
        self.finish(timer, outcome)
    }

    /// Goes back to a savepoint, after which the transaction is as it was there, whatever has failed since.
    pub(crate) async fn roll_back_to(&mut self, sql: &str) -> Result<(), Failure> {
        self.command(sql).await?;
        if self.transaction == Transaction::Doubtful {
            self.transaction = Transaction::Sound;
        }
        Ok(())
    }

    /// Whether the server would still commit the transaction. Asked only where there is doubt.
    pub(crate) async fn is_sound(&mut self) -> Result<bool, Failure> {
        self.doubt_abandoned();
        if !matches!(self.transaction, Transaction::Doubtful | Transaction::Opening) {
            return Ok(true);
        }
        match self.command("SELECT 1").await {
            Ok(()) => Ok(true),
            Err(Failure::Error(Error::TransactionAborted)) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// Runs a statement that the connection's state does not depend on, such as one that opens or releases a savepoint. As
    /// the first of a transaction, it must be one that does nothing outside of it.
    pub(crate) async fn command(&mut self, sql: &str) -> Result<(), Failure> {
        let limit = self.limit();
        let mut timer = self.take_timer();
        let work = async {
            let Started { client, begin, .. } = self.start()?;
            begin.before(async { Ok(client.batch_execute(sql).await?) }).await
        };
        let outcome = timer.limit(limit, pin!(work)).await;
        self.finish(timer, outcome)
    }

    async fn one(&mut self, statement: &Statement, exchange: &mut dyn Exchange) -> Result<Done, Problem> {
        let when_stale = match self.transaction {
            Transaction::Wanted | Transaction::Opening => return Box::pin(self.first(statement, exchange)).await,
            Transaction::Closed => WhenStale::Again,
            Transaction::Sound | Transaction::Doubtful => WhenStale::Fail,
        };
        let Started { client, statements, .. } = self.start()?;
        execute::run(client, statements, statement, exchange, 0, when_stale).await
    }

    /// Opens a transaction with this statement.
    async fn first(&mut self, statement: &Statement, exchange: &mut dyn Exchange) -> Result<Done, Problem> {
        let Started { client, statements, begin } = self.start()?;
        match statement.access {
            Access::Read | Access::Inquiry => {
                let read = execute::run(client, statements, statement, exchange, 0, WhenStale::Fail);
                return begin.before(read).await;
            }
            Access::Write if statements.has(&statement.sql) => begin.now().await?,
            Access::Write => {
                let parameters = exchange.parameters(0);
                let prepare = async {
                    encode::check(&parameters)?;
                    statements.get_or_prepare(client, statement, &parameters).await
                };
                begin.before(prepare).await?;
            }
        }
        execute::run(client, statements, statement, exchange, 0, WhenStale::Fail).await
    }

    async fn all_of(
        &mut self,
        requests: &mut [Request],
        answered: impl Fn(usize, Done) + Sync,
    ) -> Result<Vec<Done>, Problems> {
        let when_stale = match self.transaction {
            Transaction::Closed => WhenStale::Again,
            _ => WhenStale::Fail,
        };
        // Which is not what this is for.
        let writes = requests.iter().any(|request| request.statement.access == Access::Write);
        if writes && self.transaction.is_to_be_opened() {
            self.open_transaction().await?;
        }
        let Started { client, statements, begin } = self.start()?;
        begin.before(together::run(client, statements, requests, when_stale, answered)).await
    }

    async fn several(
        &mut self,
        statement: &Statement,
        exchange: &mut dyn Exchange,
        sets: usize,
    ) -> Result<Done, Problem> {
        if sets == 0 {
            return Ok(Done::default());
        }
        let is_own = self.transaction == Transaction::Closed;
        // What is refused before anything is sent leaves the transaction sound. One of its own is rolled back in any case.
        if !is_own {
            (0..sets).try_for_each(|set| encode::check(&exchange.parameters(set)))?;
        }
        if is_own || self.transaction.is_to_be_opened() {
            self.open_transaction().await?;
        }
        if !is_own {
            return self.each(statement, exchange, sets).await;
        }
        match self.each(statement, exchange, sets).await {
            Ok(done) => self.close_transaction(COMMIT).await.map(|()| done),
            Err(problem) => {
                // Where this fails too, the transaction counts as open, and the connection will be closed.
                let _ = self.close_transaction("ROLLBACK").await;
                Err(problem)
            }
        }
    }

    async fn each(&mut self, statement: &Statement, exchange: &mut dyn Exchange, sets: usize) -> Result<Done, Problem> {
        let Started { client, statements, .. } = self.start()?;
        let mut all = Done::default();
        for set in 0..sets {
            let done = execute::run(client, statements, statement, exchange, set, WhenStale::Fail).await?;
            all = Done { affected: all.affected + done.affected, bytes: all.bytes.saturating_add(done.bytes) };
        }
        Ok(all)
    }

    async fn open_transaction(&mut self) -> Result<(), Problem> {
        self.start()?.begin.now().await?;
        self.in_flight = false;
        Ok(())
    }

    async fn close_transaction(&mut self, sql: &str) -> Result<(), Problem> {
        let client = self.start()?.client;
        let result = client.batch_execute(sql).await;
        if let Err(error) = result {
            if !failure::is_answer(&error) {
                return Err(if sql == COMMIT { commit_unknown(error) } else { error.into() });
            }
            // A refused COMMIT has mostly ended the transaction, but not where it was cancelled before it began.
            if client.batch_execute("ROLLBACK").await.is_ok() {
                self.closed();
                self.in_flight = false;
            }
            return Err(error.into());
        }
        self.closed();
        self.in_flight = false;
        Ok(())
    }

    /// No transaction is open any more; what was said of it says nothing of the next.
    fn closed(&mut self) {
        self.transaction = Transaction::Closed;
        self.begin = transaction::PLAIN;
        self.deadline = None;
    }

    /// The connection, noted as busy from now on.
    fn start(&mut self) -> Result<Started<'_>, Problem> {
        self.doubt_abandoned();
        let Some(object) = &mut self.object else { return Err(gone(self.transaction)) };
        self.in_flight = true;
        let Connection { client, statements, .. } = &mut ***object;
        let client: &Client = client;
        Ok(Started {
            client,
            statements,
            begin: Begin { client, transaction: &mut self.transaction, sql: &self.begin },
        })
    }

    /// A statement whose answer nobody awaited may have failed.
    fn doubt_abandoned(&mut self) {
        if self.in_flight && self.transaction == Transaction::Sound {
            self.transaction = Transaction::Doubtful;
        }
    }

    /// The connection's timer. Where it does not come back, the next statement makes another.
    fn take_timer(&mut self) -> Timer {
        self.object.as_mut().map(|object| mem::take(&mut object.timer)).unwrap_or_default()
    }

    fn put_back(&mut self, timer: Timer) {
        if let Some(object) = &mut self.object {
            object.timer = timer;
        }
    }

    /// Notes what is known after an answer, and puts what went wrong into the core's words.
    fn finish<T>(&mut self, timer: Timer, outcome: Result<Result<T, Problem>, Elapsed>) -> Result<T, Failure> {
        self.put_back(timer);
        match outcome {
            Ok(Ok(value)) => {
                self.in_flight = false;
                Ok(value)
            }
            Ok(Err(problem)) => Err(self.failed(problem)),
            Err(Elapsed) => Err(self.timed_out()),
        }
    }

    fn failed(&mut self, problem: Problem) -> Failure {
        let is_out_of_step = matches!(problem, Problem::OutOfStep(_));
        let failure = problem.into_failure(self.limits.statement);
        match (self.transaction, &failure) {
            (Transaction::Sound, _) | (Transaction::Opening, Failure::Error(Error::TransactionAborted)) => {
                self.transaction = Transaction::Doubtful;
            }
            // Nothing was sent.
            (Transaction::Opening, Failure::Parameter { .. }) => {}
            // BEGIN was refused. What came next would be on its own.
            (Transaction::Opening, _) => self.give_up(),
            _ => {}
        }
        let is_lost = matches!(failure, Failure::Error(Error::Connection { .. } | Error::CommitUnknown { .. }));
        if is_lost || is_out_of_step {
            // The task that reads from it may notice only after the next user has taken it.
            self.in_flight = false;
            self.give_up();
            return failure;
        }
        // The rows after the one that could not be read are still on their way.
        self.in_flight = matches!(failure, Failure::Read { .. });
        failure
    }

    /// Notes each, because the first may be the least that has happened to the connection.
    fn failed_at(&mut self, problems: Problems) -> FailedAt {
        let Problems { index, first, others } = problems;
        let failure = self.failed(first);
        for other in others {
            let was_in_flight = self.in_flight;
            self.failed(other);
            self.in_flight |= was_in_flight;
        }
        FailedAt { index, failure }
    }

    #[cold]
    fn timed_out(&mut self) -> Failure {
        self.give_up();
        Error::Timeout { after: self.limits.statement }.into()
    }

    /// Closes the connection, and asks the server to stop what it is doing.
    fn give_up(&mut self) {
        if let Some(object) = self.object.take() {
            close(object, self.limits, self.in_flight);
        }
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let in_transaction = self.transaction.may_be_open();
        if self.altered || in_transaction && self.in_flight {
            self.give_up();
        } else if let Some(object) = self.object.take_if(|_| in_transaction || self.in_flight) {
            return_when_idle(object, self.limits, in_transaction);
        }
        // Otherwise dropping the object returns it.
    }
}

/// What a statement meets after an earlier one has cost the connection, and with it the transaction.
#[cold]
fn gone(transaction: Transaction) -> Problem {
    match transaction {
        Transaction::Closed => closed_before().into(),
        _ => Failure::from(Error::TransactionAborted).into(),
    }
}

#[cold]
fn closed_before() -> Failure {
    failure::lost("the connection was closed after an earlier failure")
}

/// The connection was lost while the answer to a COMMIT was due.
#[cold]
fn commit_unknown(error: tokio_postgres::Error) -> Problem {
    Failure::from(Error::CommitUnknown { source: error.into() }).into()
}
