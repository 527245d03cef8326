use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{Manager as _, Object, Pool, PoolConfig, PoolError, QueueMode, Status, TimeoutType, Timeouts};
use futures_util::FutureExt as _;
use orm_core::database::Options;
use orm_core::{Error, Result};
use tokio::time::timeout;
use tokio_postgres::Config;

use crate::checkout::Checkout;
use crate::connection::Connection;
use crate::failure;
use crate::limits::Limits;
use crate::manager::Manager;

/// The pool: connections that have one user at a time.
pub(crate) struct Connections {
    pool: Pool<Manager>,
    size: usize,
    acquire_timeout: Duration,
    limits: Limits,
}

impl Connections {
    pub(crate) fn new(config: Config, options: &Options, size: usize) -> Result<Self> {
        let timeouts = Timeouts {
            wait: Some(options.acquire_timeout),
            create: Some(options.connect_timeout),
            // Recycling does no I/O.
            recycle: None,
        };
        let pool = Pool::builder(Manager::new(config, options.statement_cache))
            // The connection used last has the most statements prepared and the warmest caches.
            .config(PoolConfig { max_size: size, timeouts, queue_mode: QueueMode::Lifo })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| Error::Connection { source: error.into() })?;
        Ok(Self { pool, size, acquire_timeout: options.acquire_timeout, limits: Limits::from(options) })
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Takes a connection out of the pool.
    pub(crate) async fn checkout(&self) -> Result<Checkout> {
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

    /// Opens a connection that the pool knows nothing of.
    pub(crate) async fn open(&self) -> Result<Connection> {
        match timeout(self.limits.connect, self.pool.manager().create()).await {
            Ok(Ok(connection)) => Ok(*connection),
            Ok(Err(error)) => Err(Error::Connection { source: error.into() }),
            Err(_elapsed) => Err(self.no_answer()),
        }
    }

    pub(crate) fn status(&self) -> Status {
        self.pool.status()
    }

    /// Lets nobody in any more. Connections that are in use close when they come back.
    pub(crate) fn close(&self) {
        self.pool.close();
    }

    #[cold]
    fn no_connection(&self, error: PoolError<tokio_postgres::Error>) -> Error {
        match error {
            PoolError::Timeout(TimeoutType::Wait) => {
                Error::PoolTimeout { waited: self.acquire_timeout, size: self.size }
            }
            PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => self.no_answer(),
            PoolError::Backend(error) => Error::Connection { source: error.into() },
            PoolError::Closed => failure::connection("this database was closed"),
            other => Error::Connection { source: other.into() },
        }
    }

    pub(crate) fn no_answer(&self) -> Error {
        failure::connection(format!("no answer within {:?}", self.limits.connect))
    }
}
