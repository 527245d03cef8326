use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use orm_core::database::{
    Backend, BoxFuture, Exchange, FailedAt, Failure, Options, Outcome, Request, Server, Session, Stats,
};
use orm_core::sql::{Access, Dialect, Statement};
use orm_core::{Error, Result};
use tokio::time::timeout;
use tokio_postgres::Config;

use crate::address::Address;
use crate::connections::Connections;
use crate::lanes::Lanes;
use crate::session::ExclusiveSession;
use crate::together;

/// A PostgreSQL database: connections for one user at a time, and lanes that quick reads share.
pub(crate) struct Postgres {
    connections: Arc<Connections>,
    lanes: Option<Arc<Lanes>>,
    options: Options,
    address: Address,
    /// Reads while there are no lanes, which count themselves what they do.
    reads: AtomicU64,
}

impl Postgres {
    /// Makes the pool, and opens one connection to be sure that the server is there.
    pub(crate) async fn open(config: Config, options: &Options) -> Result<Self> {
        let (count, address) = (lanes_of(options), Address::of(&config));
        let connections = Arc::new(Connections::new(config, options, options.pool_size.max(1) - count)?);
        let (options, reads) = (options.clone(), AtomicU64::new(0));
        let mut backend = Self { connections, lanes: None, options, address, reads };
        let answer = async {
            let mut checkout = backend.connections.checkout().await?;
            // Without lanes, nobody needs to know.
            if count == 0 { Ok::<_, Error>(0) } else { Ok(checkout.ping().await.unwrap_or(0)) }
        };
        let ping = match timeout(backend.options.connect_timeout, answer).await {
            Ok(answer) => answer?,
            Err(_elapsed) => return Err(backend.connections.no_answer()),
        };
        if count > 0 {
            let connections = Arc::clone(&backend.connections);
            backend.lanes = Some(Lanes::new(connections, count, backend.options.statement_cache, ping));
        }
        Ok(backend)
    }
}

/// How many of the connections are lanes. One at least is not.
fn lanes_of(options: &Options) -> usize {
    // A lane does the work of several connections, but those serve everything that takes long.
    options.lanes.unwrap_or(options.pool_size / 5).min(options.pool_size.saturating_sub(1))
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres").field("options", &self.options).field("stats", &self.stats()).finish()
    }
}

impl Backend for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn run(&self, statement: Statement, mut exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>> {
        // Each way has a future of its own, as short as it can be.
        if let (Access::Read, Some(lanes), 1) = (statement.access, &self.lanes, exchange.sets()) {
            return Box::pin(async move {
                let done = lanes.read(&lanes.way(&statement), &statement, &mut *exchange).await?;
                Ok(Outcome { exchange, affected: done.affected })
            });
        }
        Box::pin(async move {
            let mut checkout = self.connections.checkout().await?;
            if statement.access == Access::Read {
                self.reads.fetch_add(1, Relaxed);
            }
            let done = checkout.run(&statement, &mut *exchange).await?;
            Ok(Outcome { exchange, affected: done.affected })
        })
    }

    fn run_together(&self, mut requests: Vec<Request>) -> BoxFuture<'_, Result<Vec<Outcome>, FailedAt>> {
        Box::pin(async move {
            let is_read = |request: &Request| request.statement.access == Access::Read;
            let all = match &self.lanes {
                Some(lanes) if requests.iter().all(is_read) => lanes.read_together(&mut requests).await?,
                _ => {
                    let mut checkout = self.connections.checkout().await?;
                    let reads = requests.iter().filter(|request| is_read(request)).count();
                    self.reads.fetch_add(u64::try_from(reads).unwrap_or(u64::MAX), Relaxed);
                    checkout.run_together(&mut requests, |_, _| ()).await?
                }
            };
            Ok(together::outcomes(requests, &all))
        })
    }

    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
        Box::pin(async move {
            let checkout = self.connections.checkout().await?;
            Ok(Box::new(ExclusiveSession::new(checkout)) as Box<dyn Session>)
        })
    }

    fn acquire_timeout(&self) -> Duration {
        self.options.acquire_timeout
    }

    fn server(&self) -> Server<'_> {
        self.address.server()
    }

    fn stats(&self) -> Stats {
        let pool = self.connections.status();
        let mut stats = Stats::default();
        stats.size = pool.size;
        stats.idle = pool.available;
        stats.waiting = pool.waiting;
        stats.exclusive_reads = self.reads.load(Relaxed);
        if let Some(lanes) = &self.lanes {
            lanes.add_to(&mut stats);
        }
        stats
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if let Some(lanes) = &self.lanes {
                lanes.close();
            }
            self.connections.close();
        })
    }
}
