use orm_core::Error;
use orm_core::database::{Exchange, Failure, Outcome};
use orm_core::sql::{Access, Statement};
use orm_core::value::Value;
use rusqlite::Connection;

use crate::bind;
use crate::deadline::Deadline;
use crate::failure;
use crate::reader::Reader;
use crate::settings::Settings;
use crate::statements::Statements;

/// The most parameters that a statement of SQLite takes.
const MAX_PARAMETERS: usize = 32_766;

/// Carries out jobs on one connection, and keeps to PostgreSQL's rule for transactions: after a statement failed, nothing
/// is done until the transaction, or a savepoint in it, is rolled back.
pub(crate) struct Executor<'c> {
    connection: &'c Connection,
    statements: Statements<'c>,
    deadline: Deadline,
    settings: &'c Settings,
    /// A statement of the open transaction failed.
    aborted: bool,
}

impl<'c> Executor<'c> {
    pub(crate) fn new(connection: &'c Connection, deadline: Deadline, settings: &'c Settings) -> Self {
        let statements = Statements::new(connection, settings.options.statement_cache);
        Self { connection, statements, deadline, settings, aborted: false }
    }

    /// Runs a statement once for each set of parameters: all or nothing.
    pub(crate) fn run(&mut self, statement: &Statement, mut exchange: Box<dyn Exchange>) -> Result<Outcome, Failure> {
        self.start(&statement.sql)?;
        let inside = self.in_transaction();
        let sets = exchange.sets();
        let result = if sets > 1 && !inside {
            self.run_together(statement, exchange.as_mut(), sets)
        } else {
            (0..sets).try_fold(0, |affected, set| Ok(affected + self.run_set(statement, exchange.as_mut(), set)?))
        };
        match result {
            Ok(affected) => {
                self.aborted = false;
                Ok(Outcome { exchange, affected })
            }
            Err(failure) => {
                // With several sets some may be written already, whoever found the fault.
                self.aborted |= inside && (sets > 1 || is_of_database(&failure));
                Err(failure)
            }
        }
    }

    /// Runs statements without parameters.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.start(sql)?;
        let inside = self.in_transaction();
        let result = self.connection.execute_batch(sql);
        self.aborted = result.is_err() && (self.aborted || inside || self.in_transaction());
        result.map_err(|error| failure::timed(error, self.settings))
    }

    /// Opens a transaction.
    pub(crate) fn begin(&mut self) -> Result<(), Failure> {
        let begin = self.settings.begin();
        self.start(begin)?;
        self.control(begin)
    }

    /// Makes the transaction's writes lasting, or rolls it back where a statement of it failed.
    pub(crate) fn commit(&mut self) -> Result<(), Failure> {
        self.deadline.restart();
        if self.aborted {
            self.rollback()?;
            return Err(Error::TransactionAborted.into());
        }
        self.control("COMMIT").or_else(|failure| {
            self.rollback()?;
            Err(failure)
        })
    }

    /// Undoes the transaction's writes. SQLite may have done so by itself.
    pub(crate) fn rollback(&mut self) -> Result<(), Failure> {
        self.deadline.restart();
        self.aborted = false;
        if self.in_transaction() { self.control("ROLLBACK") } else { Ok(()) }
    }

    /// A job panicked; what it wrote in an open transaction may be half of what it meant to.
    pub(crate) fn panicked(&mut self) {
        self.aborted |= self.in_transaction();
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Starts the clock, and refuses what comes after an error and is no way out of it.
    fn start(&mut self, sql: &str) -> Result<(), Failure> {
        self.deadline.restart();
        if self.aborted && !is_rollback(sql) { Err(Error::TransactionAborted.into()) } else { Ok(()) }
    }

    fn control(&mut self, sql: &'static str) -> Result<(), Failure> {
        let done = self.statements.get(sql).and_then(rusqlite::Statement::raw_execute);
        done.map(|_| ()).map_err(|error| failure::timed(error, self.settings))
    }

    fn run_together(
        &mut self,
        statement: &Statement,
        exchange: &mut dyn Exchange,
        sets: usize,
    ) -> Result<u64, Failure> {
        self.control(match statement.access {
            Access::Read => "BEGIN",
            Access::Write => self.settings.begin(),
        })?;
        let affected = (0..sets)
            .try_fold(0, |affected, set| Ok(affected + self.run_set(statement, exchange, set)?))
            .and_then(|affected| self.control("COMMIT").map(|()| affected));
        affected.or_else(|failure| {
            self.rollback()?;
            Err(failure)
        })
    }

    fn run_set(&mut self, statement: &Statement, exchange: &mut dyn Exchange, set: usize) -> Result<u64, Failure> {
        let settings = self.settings;
        let parameters = exchange.parameters(set);
        if parameters.len() > MAX_PARAMETERS {
            return Err(failure::too_many_parameters(parameters.len(), MAX_PARAMETERS));
        }
        if let Some((index, reason)) = refused(&parameters) {
            return Err(Failure::Parameter { index, reason });
        }
        let prepared = self.statements.get(&statement.sql).map_err(|error| failure::timed(error, settings))?;
        let bound = bind::parameters(prepared, &parameters);
        drop(parameters);
        let before = self.connection.total_changes();
        let result = bound.and_then(|()| read_rows(prepared, exchange, set, settings));
        prepared.clear_bindings();
        result?;
        // SQLite keeps the count of the last statement that wrote, so after one that did not it is another's.
        let wrote = self.connection.total_changes() != before;
        Ok(if wrote { self.connection.changes() } else { 0 })
    }
}

/// The first parameter that no database takes: found before the statement is looked at, as on every database.
fn refused(parameters: &[Value<'_>]) -> Option<(usize, String)> {
    parameters.iter().enumerate().find_map(|(index, value)| Some((index, value.refusal()?.to_owned())))
}

fn read_rows(
    prepared: &mut rusqlite::Statement<'_>,
    exchange: &mut dyn Exchange,
    set: usize,
    settings: &Settings,
) -> Result<(), Failure> {
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(|error| failure::timed(error, settings))? {
        let mut reader = Reader::new(row);
        if let Err(error) = exchange.row(set, &mut reader) {
            return Err(Failure::Read { column: reader.column(), error });
        }
    }
    Ok(())
}

/// Whether the database found the fault, rather than this side of it before or after.
fn is_of_database(failure: &Failure) -> bool {
    match failure {
        Failure::Read { .. } | Failure::ColumnType { .. } | Failure::Parameter { .. } => false,
        Failure::Error(error) => !matches!(error, Error::QueryTooLarge { .. }),
        _ => true,
    }
}

/// `ROLLBACK` and `ROLLBACK TO` lead out of a transaction that failed.
fn is_rollback(sql: &str) -> bool {
    let keyword = b"ROLLBACK";
    sql.trim_start().as_bytes().get(..keyword.len()).is_some_and(|start| start.eq_ignore_ascii_case(keyword))
}
