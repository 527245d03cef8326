//! A database to test with, and the simplest exchange that can be.

use std::any::Any;
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use orm_core::database::{Backend, Driver, Exchange, Failure, Options, Outcome, Session};
use orm_core::sql::{Access, Columns, Effect, Statement};
use orm_core::value::{ReadResult, RowReader, Value};

/// What a test gives: any failure, as text.
pub(crate) type Checked<T = ()> = Result<T, String>;

/// The failure as text, for `?` in a test.
pub(crate) fn told(failure: impl std::fmt::Debug) -> String {
    format!("{failure:?}")
}

pub(crate) async fn open(url: &str, options: Options) -> orm_core::Result<Arc<dyn Backend>> {
    let driver = inventory::iter::<Driver>.into_iter().find(|driver| driver.schemes.contains(&"sqlite"));
    let driver = driver.ok_or(orm_core::Error::NotConnected)?;
    (driver.open)(url.to_owned(), options).await
}

pub(crate) async fn memory() -> Checked<Arc<dyn Backend>> {
    open("sqlite::memory:", Options::default()).await.map_err(told)
}

/// A file that goes when the test ends.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("orm-sqlite-{}-{number}.db", std::process::id())))
    }

    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}", self.0.display())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let mut name = self.0.clone().into_os_string();
            name.push(suffix);
            let _ = std::fs::remove_file(name);
        }
    }
}

type Read<T> = fn(&mut dyn RowReader) -> ReadResult<T>;

/// Parameters going in, and what was read of the rows, each with its set.
pub(crate) struct Simple<T> {
    sets: Vec<Vec<Value<'static>>>,
    read: Read<T>,
    rows: Vec<(usize, T)>,
}

impl<T: Send + 'static> Exchange for Simple<T> {
    fn sets(&self) -> usize {
        self.sets.len()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.sets[set])
    }

    fn row(&mut self, set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        let value = (self.read)(row)?;
        self.rows.push((set, value));
        Ok(())
    }
}

pub(crate) fn exchange<T: Send + 'static>(sets: Vec<Vec<Value<'static>>>, read: Read<T>) -> Box<dyn Exchange> {
    Box::new(Simple { sets, read, rows: Vec::new() })
}

pub(crate) fn rows<T: 'static>(outcome: Outcome) -> Vec<(usize, T)> {
    let exchange: Box<dyn Any> = outcome.exchange;
    exchange.downcast::<Simple<T>>().map(|simple| simple.rows).unwrap_or_default()
}

pub(crate) fn statement(sql: &str, access: Access) -> Statement {
    Statement { sql: sql.to_owned().into(), access, columns: Columns::None, effect: Effect::None }
}

pub(crate) fn nothing(_: &mut dyn RowReader) -> ReadResult<()> {
    Ok(())
}

pub(crate) fn number(row: &mut dyn RowReader) -> ReadResult<Option<i64>> {
    row.big_int()
}

pub(crate) async fn write(db: &dyn Backend, sql: &str, values: Vec<Value<'static>>) -> Result<u64, Failure> {
    let outcome = db.run(statement(sql, Access::Write), exchange(vec![values], nothing)).await?;
    Ok(outcome.affected)
}

pub(crate) async fn read<T: Send + 'static>(
    db: &dyn Backend,
    sql: &str,
    values: Vec<Value<'static>>,
    read: Read<T>,
) -> Result<Vec<T>, Failure> {
    let outcome = db.run(statement(sql, Access::Read), exchange(vec![values], read)).await?;
    Ok(rows(outcome).into_iter().map(|(_, row)| row).collect())
}

/// The one number that a query gives.
pub(crate) async fn ask(db: &dyn Backend, sql: &str) -> Result<Option<i64>, Failure> {
    Ok(read(db, sql, Vec::new(), number).await?.into_iter().next().flatten())
}

pub(crate) async fn write_in(session: &mut dyn Session, sql: &str) -> Result<u64, Failure> {
    let outcome = session.run(statement(sql, Access::Write), exchange(vec![Vec::new()], nothing)).await?;
    Ok(outcome.affected)
}
