use std::future::ready;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use orm_core::database::{Backend, BoxFuture, Exchange, FailedAt, Failure, Outcome, Request, Session, Stats};
use orm_core::sql::{Access, Dialect, Statement};
use orm_core::{Error, Result};
use tokio::time::timeout;

use crate::connection::Role;
use crate::job::{Job, reply};
use crate::pool::Pool;
use crate::session::SqliteSession;
use crate::settings::Settings;
use crate::url::Location;

/// A database of SQLite: one connection that writes, and others that only read beside it.
#[derive(Debug)]
pub(crate) struct Sqlite {
    writer: Arc<Pool>,
    /// None in memory, where another connection would be another database.
    readers: Option<Arc<Pool>>,
    reads: AtomicU64,
}

impl Sqlite {
    /// Opens the connection that writes. Those that read are opened when they are first needed.
    pub(crate) async fn open(settings: Settings) -> Result<Self> {
        let settings = Arc::new(settings);
        let readers = match settings.location {
            Location::Memory => None,
            Location::File { .. } => {
                Some(Pool::new(Arc::clone(&settings), Role::Reader, settings.options.pool_size.max(1)))
            }
        };
        let database =
            Self { writer: Pool::new(Arc::clone(&settings), Role::Writer, 1), readers, reads: AtomicU64::new(0) };
        let lease = database.writer.lease().await?;
        let (reply, awaited) = reply();
        lease.send(Job::Open(reply))?;
        match timeout(settings.options.connect_timeout, awaited.answer()).await {
            Ok(Ok(())) => Ok(database),
            Ok(Err(Failure::Error(error))) => Err(error),
            Ok(Err(other)) => Err(Error::Connection { source: format!("{other:?}").into() }),
            Err(_) => Err(Error::Connection { source: Box::new(io::Error::from(io::ErrorKind::TimedOut)) }),
        }
    }

    fn pool_for(&self, access: Access) -> &Arc<Pool> {
        match (access, &self.readers) {
            (Access::Read | Access::Inquiry, Some(readers)) => readers,
            _ => &self.writer,
        }
    }
}

impl Backend for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn run(&self, statement: Statement, exchange: Box<dyn Exchange>) -> BoxFuture<'_, Result<Outcome, Failure>> {
        let pool = self.pool_for(statement.access);
        if statement.access == Access::Read {
            self.reads.fetch_add(1, Ordering::Relaxed);
        }
        // Where a connection is free, nothing but the answer is waited for, and the future is a small one.
        match pool.idle_lease() {
            Some(lease) => match lease.and_then(|lease| lease.run(statement, exchange)) {
                Ok(awaited) => Box::pin(awaited.answer()),
                Err(error) => Box::pin(ready(Err(error.into()))),
            },
            None => Box::pin(async move { pool.lease().await?.run(statement, exchange)?.answer().await }),
        }
    }

    fn run_together(&self, requests: Vec<Request>) -> BoxFuture<'_, Result<Vec<Outcome>, FailedAt>> {
        self.reads.fetch_add(u64::try_from(requests.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let pool = self.pool_for(Access::Read);
        Box::pin(async move { pool.lease().await?.run_all(requests)?.answer().await? })
    }

    fn session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
        Box::pin(async move {
            let lease = self.writer.lease().await?;
            Ok(Box::new(SqliteSession::new(lease)) as Box<dyn Session>)
        })
    }

    fn reading_session(&self) -> BoxFuture<'_, Result<Box<dyn Session>, Failure>> {
        Box::pin(async move {
            let lease = self.pool_for(Access::Read).lease().await?;
            Ok(Box::new(SqliteSession::new(lease)) as Box<dyn Session>)
        })
    }

    fn acquire_timeout(&self) -> Duration {
        self.writer.acquire_timeout()
    }

    fn stats(&self) -> Stats {
        let writer = self.writer.load();
        let readers = self.readers.as_ref().map(|readers| readers.load()).unwrap_or_default();
        let mut stats = Stats::default();
        stats.size = writer.started + readers.started;
        stats.idle = writer.idle + readers.idle;
        stats.waiting = writer.waiting + readers.waiting;
        stats.exclusive_reads = self.reads.load(Ordering::Relaxed);
        stats
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // The writer last: the last connection to close moves the write-ahead log into the file.
            if let Some(readers) = &self.readers {
                readers.close().await;
            }
            self.writer.close().await;
        })
    }
}
