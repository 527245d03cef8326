use std::time::Instant;

use deadpool_postgres::ClientWrapper;
use tokio_postgres::{Client, Error};

use crate::statement_cache::StatementCache;
use crate::timer::Timer;

/// One connection of the pool, with the statements that are prepared on it.
pub(crate) struct Connection {
    // Before the statements: dropped with the client gone, they do not ask the server to close each of them.
    pub(crate) client: ClientWrapper,
    pub(crate) statements: StatementCache,
    pub(crate) timer: Timer,
}

/// How many microseconds the server takes to answer to nothing.
pub(crate) async fn ping(client: &Client) -> Result<u64, Error> {
    let start = Instant::now();
    client.check_connection().await?;
    Ok(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX))
}
