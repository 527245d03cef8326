use std::time::Instant;

use deadpool_postgres::ClientWrapper;
use orm_core::sql::Statement;
use orm_core::value::Value;

use crate::execute::Problem;
use crate::statement_cache::{self, StatementCache};
use crate::timer::Timer;

/// One connection of the pool, with the statements that are prepared on it.
pub(crate) struct Connection {
    // Before the statements: dropped with the client gone, they do not ask the server to close each of them.
    pub(crate) client: ClientWrapper,
    pub(crate) statements: StatementCache,
    pub(crate) timer: Timer,
}

impl Connection {
    /// The prepared statement for this text and these parameters, checked against the columns that are read.
    pub(crate) async fn prepare(
        &mut self,
        statement: &Statement,
        parameters: &[Value<'_>],
    ) -> Result<tokio_postgres::Statement, Problem> {
        if let Some(prepared) = self.statements.get(statement, parameters)? {
            return Ok(prepared);
        }
        // On the heap, because it is rare, and every statement would carry it along.
        let prepared = Box::pin(statement_cache::prepare(&self.client, statement, parameters)).await?;
        Ok(self.statements.insert(statement, prepared))
    }

    /// How many microseconds the server takes to answer to nothing.
    pub(crate) async fn ping(&self) -> Result<u64, tokio_postgres::Error> {
        let start = Instant::now();
        self.client.check_connection().await?;
        Ok(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX))
    }
}
