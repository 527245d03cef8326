//! One statement on one connection: parameters out, rows in.

use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::TryStreamExt;
use orm_core::database::{Exchange, Failure};
use orm_core::sql::{Access, Columns, Statement};
use orm_core::value::{RowReader as _, Value};
use tokio_postgres::{Client, Error, RowStream};

use crate::encode::{self, Parameter};
use crate::failure;
use crate::reader::{Cells, Reader, Reordered};
use crate::statement_cache::{self, StatementCache};

/// Why a statement did not run to its end, before it is put into the core's words.
pub(crate) enum Problem {
    /// The server, or the way to it.
    Driver(Error),
    /// The server knows the statement no longer, or only with other columns. Nothing was done.
    Stale(Error),
    /// The server, which owes one answer more than the driver awaits: nothing else can be asked on this connection.
    OutOfStep(Error),
    /// This side.
    Failure(Failure),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl Problem {
    /// The failure that it is. `limit` is how long a statement may take.
    pub(crate) fn into_failure(self, limit: Duration) -> Failure {
        match self {
            Self::Driver(error) | Self::Stale(error) | Self::OutOfStep(error) => failure::translate(error, limit),
            Self::Failure(failure) => failure,
        }
    }
}

/// What to do with a prepared statement that the server refuses because tables have changed since.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhenStale {
    /// Prepare it again and run it once more.
    Again,
    /// Fail: the refusal has broken the transaction.
    Fail,
}

/// What a statement did.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Done {
    /// The number of rows that it wrote.
    pub(crate) affected: u64,
    /// The size of the rows that it gave.
    pub(crate) bytes: usize,
}

/// Runs a statement once.
pub(crate) async fn run(
    client: &Client,
    statements: &mut StatementCache,
    statement: &Statement,
    exchange: &mut dyn Exchange,
    set: usize,
    mut when_stale: WhenStale,
) -> Result<Done, Problem> {
    loop {
        match attempt(client, statements, statement, exchange, set).await {
            Err(Problem::Stale(_)) => {
                statements.remove(&statement.sql);
                if when_stale == WhenStale::Fail {
                    // Somebody else has changed a table: in a transaction that begins anew it is prepared anew.
                    return Err(Failure::from(orm_core::Error::Serialization).into());
                }
                when_stale = WhenStale::Fail;
            }
            outcome => return outcome,
        }
    }
}

async fn attempt(
    client: &Client,
    statements: &mut StatementCache,
    statement: &Statement,
    exchange: &mut dyn Exchange,
    set: usize,
) -> Result<Done, Problem> {
    let parameters = exchange.parameters(set);
    encode::check(&parameters)?;
    let prepared = statements.get_or_prepare(client, statement, &parameters).await?;
    let rows = send(client, &prepared, &parameters).await;
    drop(parameters);
    let places = match statement.columns {
        Columns::Named(_) => statement_cache::places(&prepared, &statement.columns)?,
        _ => None,
    };
    let mut bytes = 0;
    let affected = receive(pin!(rows?), statement, places.as_deref(), exchange, set, |size| bytes += size).await?;
    Ok(Done { affected, bytes })
}

/// Sends a prepared statement, and waits for the beginning of its answer.
pub(crate) async fn send(
    client: &Client,
    prepared: &tokio_postgres::Statement,
    parameters: &[Value<'_>],
) -> Result<RowStream, Problem> {
    // On the heap, because it has room for preparing a statement: with it, whatever awaits it would be too large for the
    // allocator's lists of small pieces. By itself it is just small enough.
    let answer = Box::pin(client.query_raw(prepared, parameters.iter().map(Parameter))).await;
    answer.map_err(|error| match failure::is_stale(&error) {
        true => Problem::Stale(error),
        false => Problem::Driver(error),
    })
}

/// Takes in the rows, whose sizes it tells, and gives the number of rows that were written. `places` says where the columns
/// stand that are read, unless in their own order.
pub(crate) async fn receive(
    mut rows: Pin<&mut RowStream>,
    statement: &Statement,
    places: Option<&[usize]>,
    exchange: &mut dyn Exchange,
    set: usize,
    mut takes_in: impl FnMut(usize),
) -> Result<u64, Problem> {
    while let Some(row) = rows.try_next().await? {
        takes_in(row.raw_size_bytes());
        match places {
            None => take_row(exchange, set, &row)?,
            Some(places) => take_row(exchange, set, Reordered { row: &row, places })?,
        }
    }
    match statement.access {
        // The server counts the rows that it sent.
        Access::Read | Access::Inquiry => Ok(0),
        Access::Write => Ok(rows.rows_affected().unwrap_or(0)),
    }
}

fn take_row<'a>(exchange: &mut dyn Exchange, set: usize, cells: impl Cells<'a>) -> Result<(), Failure> {
    let mut reader = Reader::new(cells);
    exchange.row(set, &mut reader).map_err(|error| Failure::Read { column: reader.position(), error })
}
