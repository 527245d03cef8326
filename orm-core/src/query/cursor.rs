use std::sync::atomic::{AtomicU64, Ordering};

use super::read::{affected, returned};
use crate::database::{Db, Exchange, Tx};
use crate::error::Result;
use crate::sql::{self, Access, Columns, Compiled, Dialect, Effect, Statement};
use crate::value::Value;

/// How many rows are fetched at a time, unless said: enough that a round trip costs little beside them.
pub(super) const ROWS_A_FETCH: u32 = 1_000;

/// As many rows as can be fetched at a time where a program asks for this many.
pub(super) fn fetchable(rows: u32) -> u32 {
    rows.clamp(1, i32::MAX.unsigned_abs())
}

/// A query that is open on a connection.
///
/// PostgreSQL's cursors live in a transaction: that around it, or one of its own. On SQLite a cursor lives on the connection
/// that writes, which is free for others between two fetches.
pub(super) struct Cursor {
    cursor: sql::Cursor,
    /// Where it lives.
    db: Db,
    /// The transaction of its own, if it has one.
    own: Option<Tx>,
    columns: Columns,
    fetched: i64,
    is_open: bool,
}

impl Cursor {
    /// Opens it.
    pub(super) async fn open(db: &Db, query: Compiled, columns: Columns) -> Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let cursor = sql::Cursor::new(db.dialect(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let own = match db.dialect() {
            Dialect::Postgres if !db.in_transaction() => Some(db.begin().await?),
            Dialect::Postgres | Dialect::Sqlite => None,
        };
        let db = own.as_deref().unwrap_or(db).resolved();
        // Dropped while it is being opened, it is closed, too.
        let opened = Self { cursor, db, own, columns, fetched: 0, is_open: true };
        let open = Compiled { sql: cursor.open(&query.sql), parameters: query.parameters };
        affected(&opened.db, open, Effect::None).await?;
        Ok(opened)
    }

    /// The next rows.
    pub(super) async fn fetch<E: Exchange>(
        &mut self,
        most: u32,
        exchange: impl FnOnce(Vec<Value<'static>>) -> E,
        rows: impl FnOnce(&E) -> usize,
    ) -> Result<Box<E>> {
        let parameters = match self.db.dialect() {
            Dialect::Postgres => Vec::new(),
            Dialect::Sqlite => vec![Value::BigInt(self.fetched)],
        };
        // Not as a read: on SQLite it must go to the connection that has the rows.
        let (columns, effect) = (self.columns.clone(), Effect::None);
        let fetch = Statement { sql: self.cursor.fetch(most).into(), access: Access::Write, columns, effect };
        let outcome = self.db.run(fetch, Box::new(exchange(parameters))).await?;
        let exchange = returned::<E>(outcome.exchange)?;
        self.fetched = self.fetched.saturating_add(i64::try_from(rows(&exchange)).unwrap_or(i64::MAX));
        Ok(exchange)
    }

    /// The cursor again, unless it gave fewer rows than it was asked for, which are its last: then it is closed.
    pub(super) async fn unless_last(self, asked: u32, given: usize) -> Result<Option<Self>> {
        if u32::try_from(given).is_ok_and(|given| given < asked) {
            return self.close().await.map(|()| None);
        }
        Ok(Some(self))
    }

    /// Closes it, and ends the transaction that it has of its own.
    async fn close(mut self) -> Result<()> {
        self.is_open = false;
        match self.own.take() {
            Some(own) => own.commit().await,
            None => affected(&self.db, self.closing(), Effect::None).await.map(drop),
        }
    }

    /// The database that it reads, in the transaction that it is part of.
    pub(super) fn db(&self) -> &Db {
        &self.db
    }

    fn closing(&self) -> Compiled {
        Compiled { sql: self.cursor.close(), parameters: Vec::new() }
    }
}

impl Drop for Cursor {
    fn drop(&mut self) {
        // On PostgreSQL it ends with its transaction.
        if !self.is_open || self.db.dialect() == Dialect::Postgres {
            return;
        }
        let (db, closing, again) = (self.db.clone(), self.closing(), self.closing());
        // Without a runtime it stays until the connection is closed.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                // In its transaction, as long as that lasts and is sound.
                if affected(&db, closing, Effect::None).await.is_err() {
                    let _ = affected(&db.outside(), again, Effect::None).await;
                }
            });
        }
    }
}
