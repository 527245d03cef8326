use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, vtab};

use crate::deadline::Deadline;
use crate::functions::{self, Functions};
use crate::recompiling::Recompiling;
use crate::settings::Settings;
use crate::url::{Location, Mode};

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It does everything that its file allows.
    Writer,
    /// It only reads, beside the writer.
    Reader,
}

/// A connection, and what watches over it.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) role: Role,
    pub(crate) deadline: Deadline,
    pub(crate) recompiling: Recompiling,
    pub(crate) functions: Functions,
}

/// Opens a connection with everything that statements rely on.
pub(crate) fn open(settings: &Settings, role: Role) -> rusqlite::Result<Opened> {
    let mut connection = match &settings.location {
        Location::Memory => Connection::open_in_memory()?,
        Location::File { path, mode } => Connection::open_with_flags(path, flags(*mode, role))?,
    };
    connection.busy_timeout(settings.busy_timeout())?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    if let (Location::File { mode: Mode::ReadWrite, .. }, Role::Writer) = (&settings.location, role) {
        connection.execute_batch("PRAGMA journal_mode = WAL")?;
    }
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA synchronous = NORMAL;
         PRAGMA case_sensitive_like = ON;",
    )?;
    if role == Role::Reader {
        connection.execute_batch("PRAGMA query_only = ON")?;
    }
    vtab::array::load_module(&connection)?;
    functions::define_first(&connection)?;
    // An empty or missing file is a fine database; anything else must be one, and this reads its first page.
    connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
    let deadline = Deadline::install(&mut connection, settings.options.statement_timeout)?;
    let recompiling = Recompiling::install(&mut connection)?;
    Ok(Opened { connection, role, deadline, recompiling, functions: Functions::default() })
}

fn flags(mode: Mode, role: Role) -> OpenFlags {
    let access = match (mode, role) {
        (Mode::ReadOnly, _) => OpenFlags::SQLITE_OPEN_READ_ONLY,
        (Mode::ReadWrite, Role::Reader) => OpenFlags::SQLITE_OPEN_READ_WRITE,
        (Mode::ReadWrite, Role::Writer) => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    };
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX
}
