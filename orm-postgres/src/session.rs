use orm_core::Error;
use orm_core::database::{
    BoxFuture, Exchange, FailedAt, Failure, Outcome, Request, Savepoint, Session, TransactionOptions,
};
use orm_core::sql::Statement;

use crate::checkout::Checkout;
use crate::together;
use crate::transaction::Transaction;

/// A connection of one's own, for several statements.
pub(crate) struct ExclusiveSession {
    checkout: Checkout,
}

impl ExclusiveSession {
    pub(crate) fn new(checkout: Checkout) -> Self {
        Self { checkout }
    }
}

impl Session for ExclusiveSession {
    fn run(
        &mut self,
        statement: Statement,
        mut exchange: Box<dyn Exchange>,
    ) -> BoxFuture<'_, Result<Outcome, Failure>> {
        Box::pin(async move {
            let done = self.checkout.run(&statement, &mut *exchange).await?;
            Ok(Outcome { exchange, affected: done.affected })
        })
    }

    fn run_together(&mut self, mut requests: Vec<Request>) -> BoxFuture<'_, Result<Vec<Outcome>, FailedAt>> {
        Box::pin(async move {
            let all = self.checkout.run_together(&mut requests, |_, _| ()).await?;
            Ok(together::outcomes(requests, &all))
        })
    }

    fn script<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.checkout.script(sql))
    }

    fn begin(&mut self, options: TransactionOptions) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            match self.checkout.transaction() {
                Transaction::Closed => self.checkout.begin(&options),
                _ => Err(misuse("25001", "a transaction is open on this connection already")),
            }
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async {
            if self.checkout.transaction() == Transaction::Closed {
                return Err(misuse("25P01", "no transaction is open on this connection"));
            }
            if self.checkout.end_unopened() {
                return Ok(());
            }
            // The server answers COMMIT with success and rolls back, where a statement has failed before.
            if self.checkout.is_sound().await? {
                return self.checkout.commit().await;
            }
            self.checkout.rollback().await?;
            Err(Error::TransactionAborted.into())
        })
    }

    fn savepoint(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move { self.checkout.command(&format!("SAVEPOINT {savepoint}")).await })
    }

    fn release(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move { self.checkout.command(&format!("RELEASE SAVEPOINT {savepoint}")).await })
    }

    fn roll_back_to(&mut self, savepoint: Savepoint) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move {
            self.checkout
                .roll_back_to(&format!("ROLLBACK TO SAVEPOINT {savepoint}; RELEASE SAVEPOINT {savepoint}"))
                .await
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async {
            if self.checkout.end_unopened() || self.checkout.transaction() == Transaction::Closed {
                return Ok(());
            }
            self.checkout.rollback().await
        })
    }
}

/// An error that the server would report, or should, with its code.
fn misuse(code: &str, message: &str) -> Failure {
    Error::Database { code: code.to_owned(), message: message.to_owned(), source: None }.into()
}
