use std::fmt;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{Object, Pool, PoolConfig, PoolError, QueueMode, TimeoutType, Timeouts};
use futures_util::FutureExt as _;
use orm_core::database::{Backend, BoxFuture, Exchange, Failure, Options, Outcome, Server, Session};
use orm_core::sql::{Dialect, Statement};
use orm_core::{Error, Result};
use tokio::time::timeout;
use tokio_postgres::Config;

use crate::checkout::Checkout;
use crate::failure;
use crate::limits::Limits;
use crate::manager::Manager;
use crate::place::Place;
use crate::session::ExclusiveSession;

/// A PostgreSQL database: a pool of connections.
pub(crate) struct Postgres {
    pool: Pool<Manager>,
    options: Options,
    limits: Limits,
    place: Place,
}

impl Postgres {
    /// Makes the pool, and opens one connection to be sure that the server is there.
    pub(crate) async fn open(config: Config, options: &Options) -> Result<Self> {
        let timeouts = Timeouts {
            wait: Some(options.acquire_timeout),
            create: Some(options.connect_timeout),
            // Recycling does no I/O.
            recycle: None,
        };
        let place = Place::of(&config);
        let pool = Pool::builder(Manager::new(config, options.statement_cache))
            // The connection used last has the most statements prepared and the warmest caches.
            .config(PoolConfig { max_size: options.pool_size, timeouts, queue_mode: QueueMode::Lifo })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Connection { source: error.into() })?;
        let backend = Self { pool, options: options.clone(), limits: Limits::from(options), place };
        match timeout(options.connect_timeout, backend.checkout()).await {
            Ok(Ok(_)) => Ok(backend),
            Ok(Err(error)) => Err(error),
            Err(_elapsed) => Err(backend.no_answer()),
        }
    }

    async fn checkout(&self) -> Result<Checkout> {
        let object = match self.idle() {
            Some(object) => object,
            None => Box::pin(self.pool.get()).await,
        };
        match object {
            Ok(object) => Ok(Checkout::new(object, self.limits)),
            Err(error) => Err(self.no_connection(error)),
        }
    }

    /// A connection, where taking it takes no waiting, as is mostly so: then there is no need for a timer, nor for a future
    /// with room for opening a connection.
    fn idle(&self) -> Option<Result<Object<Manager>, PoolError<tokio_postgres::Error>>> {
        if self.pool.status().available == 0 {
            return None;
        }
        let at_once = Timeouts { wait: Some(Duration::ZERO), ..self.pool.timeouts() };
        match self.pool.timeout_get(&at_once).now_or_never()? {
            Err(PoolError::Timeout(TimeoutType::Wait)) => None,
            object => Some(object),
        }
    }

    #[cold]
    fn no_connection(&self, error: PoolError<tokio_postgres::Error>) -> Error {
        match error {
            PoolError::Timeout(TimeoutType::Wait) => {
                Error::PoolTimeout { waited: self.options.acquire_timeout, size: self.options.pool_size }
            }
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => self.no_answer(),
            PoolError::Backend(error) => Error::Connection { source: error.into() },
            PoolError::Closed => failure::connection("this database was closed"),
            other => Error::Connection { source: other.into() },
        }
    }

    fn no_answer(&self) -> Error {
        failure::connection(format!("no answer within {:?}", self.options.connect_timeout))
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("options", &self.options).field("pool", &self.pool.status()).finish()
    }
}

impl Backend for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn run(&self, statement: Statement, mut exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>> {
        Box::pin(async move {
            let mut checkout = self.checkout().await?;
            let affected = checkout.run(&statement, &mut *exchange).await?;
            Ok(Outcome { exchange, affected })
        })
    }

    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
        Box::pin(async move {
            let checkout = self.checkout().await?;
            Ok(Box::new(ExclusiveSession::new(checkout)) as Box<dyn Session>)
        })
    }

    fn acquire_timeout(&self) -> Duration {
        self.options.acquire_timeout
    }

    fn server(&self) -> Server<'_> {
        self.place.server()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        // Connections that are in use close when they come back.
        Box::pin(async { self.pool.close() })
    }
}
