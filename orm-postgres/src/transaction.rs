//! How a transaction is opened: together with what comes first in it.
//!
//! The driver lets the server begin each request anew after one that it has refused. Were BEGIN refused, which takes no more
//! than a cancellation at that moment, a write that was sent behind it would be carried out and kept on its own. So only what
//! changes nothing outside of a transaction is sent before the answer to BEGIN is there: reads, the preparation of
//! statements, and the steps of savepoints, which the server then refuses.

use std::borrow::Cow;
use std::future::Future;

use futures_util::future::try_join;
use orm_core::database::{Isolation, TransactionOptions};
use tokio_postgres::Client;

use crate::execute::Problem;

/// Whether a transaction is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transaction {
    /// None is.
    Closed,
    /// One is wanted, and nothing was sent of it yet.
    Wanted,
    /// BEGIN was sent, and whoever did so has not seen its answer. It is sent again with whatever comes next: the server
    /// takes that as a reminder if the transaction is open already, and as any statement if that has failed.
    Opening,
    /// One is, and every statement in it has succeeded.
    Sound,
    /// One is, and a statement in it has failed or was abandoned: the server may have given it up.
    Doubtful,
}

impl Transaction {
    /// Whether BEGIN has to be sent before anything else.
    pub(crate) fn is_to_be_opened(self) -> bool {
        matches!(self, Self::Wanted | Self::Opening)
    }

    /// Whether one may be open on the server.
    pub(crate) fn may_be_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Wanted)
    }
}

/// The last word of what opens a transaction that may wait at its beginning.
const DEFERRABLE: &str = " DEFERRABLE";

/// What is sent to open a transaction.
pub(crate) type Sql = Cow<'static, str>;

/// What is sent to open a transaction like this.
pub(crate) fn sql(options: &TransactionOptions) -> Sql {
    let isolation = match options.isolation {
        None => "",
        Some(Isolation::ReadCommitted) => " ISOLATION LEVEL READ COMMITTED",
        Some(Isolation::RepeatableRead) => " ISOLATION LEVEL REPEATABLE READ",
        Some(Isolation::Serializable) => " ISOLATION LEVEL SERIALIZABLE",
    };
    let read_only = if options.read_only { " READ ONLY" } else { "" };
    let deferrable = if options.deferrable { DEFERRABLE } else { "" };
    match (isolation, read_only, deferrable) {
        ("", "", "") => PLAIN,
        _ => format!("BEGIN{isolation}{read_only}{deferrable}").into(),
    }
}

/// What is sent to open a transaction of which nothing was said.
pub(crate) const PLAIN: Sql = Cow::Borrowed("BEGIN");

/// What opens a transaction, if that is still to be done.
pub(crate) struct Begin<'a> {
    pub(crate) client: &'a Client,
    pub(crate) transaction: &'a mut Transaction,
    pub(crate) sql: &'a str,
}

impl Begin<'_> {
    /// Opens it, and waits until that is done.
    pub(crate) async fn now(self) -> Result<(), Problem> {
        let sql = match *self.transaction {
            // In a transaction that is open already, and has read, this alone would be an error. In one that is not, it is
            // isolated no less without it, but can collide.
            Transaction::Opening => self.sql.strip_suffix(DEFERRABLE).unwrap_or(self.sql),
            _ => self.sql,
        };
        *self.transaction = Transaction::Opening;
        self.client.batch_execute(sql).await?;
        *self.transaction = Transaction::Sound;
        Ok(())
    }

    /// Opens it if need be, and sends this right behind, which must do no harm where BEGIN is refused. That refusal is then
    /// the failure of both.
    pub(crate) async fn before<T, E: From<Problem>>(self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        if !self.transaction.is_to_be_opened() {
            return work.await;
        }
        let opened = async { self.now().await.map_err(E::from) };
        // The first is polled first, and so it is sent first.
        let ((), done) = try_join(Box::pin(opened), Box::pin(async { Ok(work.await) })).await?;
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent() {
        let mut options = TransactionOptions::default();
        assert_eq!(sql(&options), "BEGIN");
        options.isolation = Some(Isolation::ReadCommitted);
        assert_eq!(sql(&options), "BEGIN ISOLATION LEVEL READ COMMITTED");
        options.isolation = Some(Isolation::RepeatableRead);
        assert_eq!(sql(&options), "BEGIN ISOLATION LEVEL REPEATABLE READ");
        options.isolation = Some(Isolation::Serializable);
        options.read_only = true;
        assert_eq!(sql(&options), "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");
        options.deferrable = true;
        assert_eq!(sql(&options), "BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
    }
}
