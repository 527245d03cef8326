use deadpool::managed::{self, Metrics, RecycleResult};
use deadpool_postgres::{ManagerConfig, RecyclingMethod};
use tokio_postgres::{Config, Error, NoTls};

use crate::connection::Connection;
use crate::statement_cache::StatementCache;
use crate::timer::Timer;

/// Opens connections for the pool, and looks at them before they are used again.
pub(crate) struct Manager {
    clients: deadpool_postgres::Manager,
    statements: usize,
}

impl Manager {
    pub(crate) fn new(config: Config, statements: usize) -> Self {
        // Fast: a closed connection is noticed by the task that reads from it. Asking the server each time
        // would cost a round trip and still say nothing about the moment after.
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        Self { clients: deadpool_postgres::Manager::from_config(config, NoTls, recycling), statements }
    }
}

impl managed::Manager for Manager {
    /// In a box, because the pool moves it about a dozen times for each checkout.
    type Type = Box<Connection>;
    type Error = Error;

    async fn create(&self) -> Result<Box<Connection>, Error> {
        let client = self.clients.create().await?;
        Ok(Box::new(Connection { client, statements: StatementCache::new(self.statements), timer: Timer::default() }))
    }

    async fn recycle(&self, connection: &mut Box<Connection>, metrics: &Metrics) -> RecycleResult<Error> {
        self.clients.recycle(&mut connection.client, metrics).await
    }

    fn detach(&self, connection: &mut Box<Connection>) {
        self.clients.detach(&mut connection.client);
    }
}
