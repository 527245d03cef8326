//! Which rows of an upsert are new, which SQLite does not say: its DO UPDATE takes note, and RETURNING, which comes right after each
//! row, asks. The first value of a new row begins anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

/// Another value each time, so that it is not calculated beforehand.
const ANEW: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_INNOCUOUS);

pub(super) fn define(connection: &Connection) -> Result<()> {
    let updates = Arc::new(AtomicBool::new(false));
    let begins = Arc::clone(&updates);
    // A row that failed after the note was taken would be that of the next one.
    connection.create_scalar_function("upsert_begins", 1, ANEW, move |context| {
        begins.store(false, Ordering::Relaxed);
        context.get::<Value>(0)
    })?;
    let takes_note = Arc::clone(&updates);
    connection.create_scalar_function("upsert_updates", 0, ANEW, move |_| {
        takes_note.store(true, Ordering::Relaxed);
        Ok(true)
    })?;
    connection.create_scalar_function("upsert_inserted", 0, ANEW, move |_| Ok(!updates.swap(false, Ordering::Relaxed)))
}
