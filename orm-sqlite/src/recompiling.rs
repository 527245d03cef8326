use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthContext, Authorization};

use crate::installed::Installed;

const ALLOWED: u8 = 0;
const FORBIDDEN: u8 = 1;
const REFUSED: u8 = 2;

/// Keeps SQLite from compiling a statement again, as it does by itself where the schema has changed since.
///
/// A statement begins by taking the locks under which the schema cannot change, and by comparing the schema with the one
/// that it was compiled for. Where that is another, it lets go, and SQLite compiles it and begins again. Compiling asks the
/// connection's authorizer, whom running never asks: so this costs nothing as long as the schema stays what it was, and a
/// statement that was refused has done nothing.
#[derive(Debug, Clone)]
pub(crate) struct Recompiling(Arc<AtomicU8>);

impl Recompiling {
    /// Watches over a connection.
    pub(crate) fn install(connection: &mut Connection) -> rusqlite::Result<Self> {
        let recompiling = Self(Arc::new(AtomicU8::new(ALLOWED)));
        let state = Arc::clone(&recompiling.0);
        let authorize = move |_: AuthContext<'_>| match state.load(Ordering::Relaxed) {
            ALLOWED => Authorization::Allow,
            _ => {
                state.store(REFUSED, Ordering::Relaxed);
                Authorization::Deny
            }
        };
        connection.authorizer(Some(authorize)).installed()?;
        Ok(recompiling)
    }

    /// Runs a statement as it is compiled; `None` where that was no longer right, and nothing was done.
    pub(crate) fn forbidden<T>(&self, run: impl FnOnce() -> T) -> Option<T> {
        self.0.store(FORBIDDEN, Ordering::Relaxed);
        let result = run();
        let was_refused = self.0.swap(ALLOWED, Ordering::Relaxed) == REFUSED;
        (!was_refused).then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_of_an_older_schema_does_nothing() -> rusqlite::Result<()> {
        let mut connection = Connection::open_in_memory()?;
        let recompiling = Recompiling::install(&mut connection)?;
        connection.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY)")?;
        let mut insert = connection.prepare("INSERT INTO t DEFAULT VALUES")?;
        assert!(matches!(recompiling.forbidden(|| insert.raw_execute()), Some(Ok(1))));
        connection.execute_batch("CREATE TABLE u (id INTEGER PRIMARY KEY)")?;
        assert!(recompiling.forbidden(|| insert.raw_execute()).is_none());
        assert_eq!(connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0)), Ok(1));
        assert_eq!(insert.raw_execute(), Ok(1));
        assert!(matches!(recompiling.forbidden(|| insert.raw_execute()), Some(Ok(1))));
        Ok(())
    }
}
