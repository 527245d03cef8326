use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use orm_core::Error;
use orm_core::database::{Exchange, FailedAt, Failure, Outcome, Request, Savepoint, TransactionOptions};
use orm_core::sql::Statement;
use tokio::sync::oneshot;

use crate::failure;
use crate::pool::Lease;

/// What a connection's thread is asked to do.
pub(crate) enum Job {
    /// Open the connection, if that has not happened yet.
    Open(Reply<()>),
    /// Run a statement. With a lease it is all that the lease was taken for.
    Run { statement: Statement, exchange: Box<dyn Exchange>, reply: Reply<Outcome>, lease: Option<Lease> },
    /// Run several statements that read, which is all that the lease was taken for.
    RunAll { requests: Vec<Request>, reply: Reply<OfAll>, lease: Lease },
    /// Run statements without parameters.
    Script(String, Reply<()>),
    /// Open or end a transaction or a savepoint.
    Control(Control, Reply<()>),
    /// Clean up what a session left open, then give its connection back.
    Release(Lease),
    /// Close the connection and end.
    Stop,
}

/// A step of a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Control {
    Begin(TransactionOptions),
    Commit,
    Rollback,
    Savepoint(Savepoint),
    Release(Savepoint),
    RollBackTo(Savepoint),
}

/// What several statements did, or the first failure of them.
pub(crate) type OfAll = Result<Vec<Outcome>, FailedAt>;

/// A result, or the panic that came in its place.
pub(crate) type Answer<T> = thread::Result<Result<T, Failure>>;

/// Where the result of a job goes.
pub(crate) struct Reply<T>(oneshot::Sender<Answer<T>>);

/// Where it comes from.
pub(crate) struct Awaited<T>(oneshot::Receiver<Answer<T>>);

pub(crate) fn reply<T>() -> (Reply<T>, Awaited<T>) {
    let (sender, receiver) = oneshot::channel();
    (Reply(sender), Awaited(receiver))
}

impl<T> Reply<T> {
    pub(crate) fn send(self, answer: Answer<T>) {
        // Nobody waits any more where the future was dropped. The result is dropped here then, which runs foreign code.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(self.0.send(answer))));
    }
}

impl<T> Awaited<T> {
    /// Waits for the result. A panic of the job, such as one of code that decodes a row, goes on here.
    pub(crate) async fn answer(self) -> Result<T, Failure> {
        match self.0.await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(failure::closed().into()),
        }
    }
}

impl Job {
    /// Answers without doing anything.
    pub(crate) fn refuse(self, error: Error) {
        match self {
            Self::Run { reply, lease, .. } => {
                drop(lease);
                reply.send(Ok(Err(error.into())));
            }
            Self::RunAll { reply, lease, .. } => {
                drop(lease);
                reply.send(Ok(Err(error.into())));
            }
            Self::Open(reply) | Self::Script(_, reply) | Self::Control(_, reply) => reply.send(Ok(Err(error.into()))),
            Self::Release(_) | Self::Stop => {}
        }
    }
}
