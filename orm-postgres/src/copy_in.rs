//! Rows into a table by COPY, in the binary format, while they are being encoded.

use std::pin::pin;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::SinkExt as _;
use orm_core::Error;
use orm_core::database::{Exchange, Failure};
use orm_core::sql::{Access, Columns, SqlText, Statement};
use orm_core::value::Value;
use orm_core::value::binary::{COPY_HEADER, COPY_TRAILER};
use tokio_postgres::{Client, CopyInSink};

use crate::encode::{self, Cell};
use crate::execute::{Done, Problem};
use crate::statement_cache::StatementCache;

/// Rows are handed to the driver in pieces of this many bytes.
const PIECE: usize = 64 << 10;

/// Copies in a row for each of the exchange's sets of parameters: all of them, or none.
pub(crate) async fn run(
    client: &Client,
    statements: &mut StatementCache,
    statement: &Statement,
    exchange: &mut dyn Exchange,
) -> Result<Done, Problem> {
    let sets = exchange.sets();
    if sets == 0 {
        return Ok(Done::default());
    }
    let cells = cells(client, statements, statement).await?;
    let copy = asking(statement.sql.clone(), Access::Write, Columns::None);
    let copy = statements.get_or_prepare(client, &copy, &[]).await?;
    // Where the server refuses before the first row, it answers twice: to the statement, and to the end that the driver sends
    // behind it.
    let sink = client.copy_in::<_, Bytes>(&copy).await.map_err(Problem::OutOfStep)?;
    let mut sink = Box::pin(sink);
    let mut rows = BytesMut::with_capacity(PIECE + PIECE / 8);
    rows.put_slice(COPY_HEADER);
    for set in 0..sets {
        if let Err(failure) = put_row(&exchange.parameters(set), &cells, &mut rows) {
            // Dropping it tells the server, whose answer must not be left for the next statement.
            drop(sink);
            client.check_connection().await?;
            return Err(failure.into());
        }
        if rows.len() >= PIECE {
            sink.as_mut().feed(rows.split().freeze()).await?;
            rows.reserve(PIECE + PIECE / 8);
        }
    }
    rows.put_i16(COPY_TRAILER);
    sink.as_mut().feed(rows.freeze()).await?;
    let affected = CopyInSink::finish(sink.as_mut()).await?;
    Ok(Done { affected, bytes: 0 })
}

/// How the columns that the rows go into are written. Asked for once a connection.
async fn cells(client: &Client, statements: &mut StatementCache, statement: &Statement) -> Result<Vec<Cell>, Problem> {
    let Some(copy) = statement.sql.copy_in() else { return Ok(Vec::new()) };
    let columns = asking(copy.columns.to_string().into(), Access::Read, statement.columns.clone());
    let found = pin!(statements.get_or_prepare(client, &columns, &[])).await?;
    let found = found.columns().iter();
    Ok(statement.columns.iter().zip(found).map(|(column, found)| Cell::of(column.ty, found.type_())).collect())
}

fn asking(sql: SqlText, access: Access, columns: Columns) -> Statement {
    Statement { sql, access, columns, effect: orm_core::sql::Effect::None }
}

fn put_row(values: &[Value<'_>], cells: &[Cell], out: &mut BytesMut) -> Result<(), Failure> {
    encode::check(values)?;
    let count = i16::try_from(values.len()).ok().filter(|_| values.len() == cells.len());
    let Some(count) = count else {
        let message = format!("a row of {} cells for {} columns", values.len(), cells.len());
        return Err(Error::Database { code: "22P04".to_owned(), message, source: None }.into());
    };
    out.put_i16(count);
    for (index, (value, cell)) in values.iter().zip(cells).enumerate() {
        cell.write(value, out).map_err(|reason| Failure::Parameter { index, reason: reason.to_string() })?;
    }
    Ok(())
}
