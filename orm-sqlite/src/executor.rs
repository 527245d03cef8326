use orm_core::Error;
use orm_core::database::{Exchange, FailedAt, Failure, Outcome, Request, Savepoint, TransactionOptions};
use orm_core::sql::{Access, Columns, SqlText, Statement};
use orm_core::value::Value;

use crate::bind;
use crate::connection::{Opened, Role};
use crate::constraint;
use crate::failure;
use crate::reader::{Cells, Reader, Reordered, Rowid};
use crate::settings::Settings;
use crate::statements::{Form, Statements};

/// The most parameters that a statement of SQLite takes.
const MAX_PARAMETERS: usize = 32_766;

/// Keeps a connection from writing. It means temporary tables, too.
const QUERY_ONLY: &str = "PRAGMA query_only = ON";
const NOT_QUERY_ONLY: &str = "PRAGMA query_only = OFF";

/// Carries out jobs on one connection, and keeps to PostgreSQL's rule for transactions: after a statement failed, nothing
/// is done until the transaction, or a savepoint in it, is rolled back.
pub(crate) struct Executor<'c> {
    opened: &'c Opened,
    statements: Statements<'c>,
    settings: &'c Settings,
    /// A statement of the open transaction failed.
    aborted: bool,
    /// The open transaction only reads.
    reading: bool,
}

impl<'c> Executor<'c> {
    pub(crate) fn new(opened: &'c Opened, settings: &'c Settings) -> Self {
        let statements = Statements::new(&opened.connection, &opened.functions, settings.options.statement_cache);
        Self { opened, statements, settings, aborted: false, reading: false }
    }

    /// Runs a statement once for each set of parameters: all or nothing.
    pub(crate) fn run(&mut self, statement: &Statement, mut exchange: Box<dyn Exchange>) -> Result<Outcome, Failure> {
        let was_aborted = self.aborted;
        if statement.access == Access::Inquiry {
            self.opened.deadline.restart();
        } else {
            self.start(&statement.sql)?;
        }
        let inside = self.in_transaction();
        let sets = exchange.sets();
        if inside && sets > 1 {
            // What is refused before anything is sent leaves the transaction sound, so it is looked for before the first set is written.
            for set in 0..sets {
                let parameters = exchange.parameters(set);
                check(&parameters)?;
                bind::check(&parameters)?;
            }
        }
        let lifted = self.reading && is_cursor(&statement.sql);
        if lifted {
            self.control(NOT_QUERY_ONLY)?;
        }
        let mut result = if sets > 1 && !inside {
            self.run_together(statement, exchange.as_mut(), sets)
        } else {
            self.run_sets(statement, exchange.as_mut(), sets)
        };
        if lifted {
            let kept_from_writing = self.control(QUERY_ONLY);
            result = result.and_then(|affected| kept_from_writing.map(|()| affected));
        }
        match result {
            Ok(affected) => {
                self.aborted = was_aborted && statement.access == Access::Inquiry;
                Ok(Outcome { exchange, affected })
            }
            Err(failure) => {
                // With several sets some may be written already, whoever found the fault.
                self.aborted |= inside && (sets > 1 || is_of_database(&failure));
                Err(constraint::of_statement(&self.opened.connection, failure))
            }
        }
    }

    /// Runs statements that read one after the other, on one state of the database.
    pub(crate) fn run_all(&mut self, requests: Vec<Request>) -> Result<Vec<Outcome>, FailedAt> {
        self.opened.deadline.restart();
        self.control("BEGIN")?;
        let each = requests.into_iter().enumerate().map(|(index, Request { statement, exchange })| {
            self.run(&statement, exchange).map_err(|failure| FailedAt { index, failure })
        });
        let outcomes = each.collect::<Result<Vec<_>, _>>();
        match outcomes {
            Ok(outcomes) => self.control("COMMIT").map(|()| outcomes).map_err(FailedAt::from),
            Err(failed) => {
                self.rollback()?;
                Err(failed)
            }
        }
    }

    /// Runs statements without parameters.
    pub(crate) fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.start(sql)?;
        let inside = self.in_transaction();
        // Half of it may be done when a function is found to be missing, so they are there before.
        let defined = self.opened.functions.define(&self.opened.connection);
        let result = defined.and_then(|()| self.opened.connection.execute_batch(sql));
        self.aborted = result.is_err() && (self.aborted || inside || self.in_transaction());
        result.map_err(|error| failure::timed(error, self.settings))
    }

    /// Opens a transaction.
    pub(crate) fn begin(&mut self, options: &TransactionOptions) -> Result<(), Failure> {
        let begin = self.settings.begin(options.read_only);
        self.start(begin)?;
        self.control(begin)?;
        self.opened.deadline.of_transaction(options.timeout);
        self.reading = options.read_only;
        if self.reading { self.control(QUERY_ONLY) } else { Ok(()) }
    }

    /// Nothing that was said of the transaction says anything of the next.
    fn forget_options(&mut self) -> Result<(), Failure> {
        self.opened.deadline.of_transaction(None);
        let was_kept_from_writing = std::mem::take(&mut self.reading) && self.opened.role == Role::Writer;
        if was_kept_from_writing { self.control(NOT_QUERY_ONLY) } else { Ok(()) }
    }

    /// Makes the transaction's writes lasting, or rolls it back where a statement of it failed.
    pub(crate) fn commit(&mut self) -> Result<(), Failure> {
        self.opened.deadline.restart();
        if self.aborted {
            self.rollback()?;
            return Err(Error::TransactionAborted.into());
        }
        if self.reading {
            // What is left are temporary tables of cursors, which nobody will close.
            return self.rollback();
        }
        self.forget_options()?;
        self.control("COMMIT").or_else(|failure| {
            let failure = constraint::of_commit(&self.opened.connection, failure);
            self.rollback()?;
            Err(failure)
        })
    }

    /// Undoes the transaction's writes. SQLite may have done so by itself.
    pub(crate) fn rollback(&mut self) -> Result<(), Failure> {
        self.opened.deadline.restart();
        self.aborted = false;
        self.forget_options()?;
        if self.in_transaction() { self.control("ROLLBACK") } else { Ok(()) }
    }

    /// Opens a savepoint.
    pub(crate) fn savepoint(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        self.start("SAVEPOINT")?;
        self.control(&format!("SAVEPOINT {savepoint}"))
    }

    /// Forgets a savepoint, unless a statement since has failed.
    pub(crate) fn release(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        self.start("RELEASE")?;
        self.control(&format!("RELEASE {savepoint}"))
    }

    /// Undoes what was written since a savepoint, and forgets it.
    pub(crate) fn roll_back_to(&mut self, savepoint: Savepoint) -> Result<(), Failure> {
        self.opened.deadline.restart();
        let undone = self.control(&format!("ROLLBACK TO {savepoint}"));
        let forgotten = undone.and_then(|()| self.control(&format!("RELEASE {savepoint}")));
        // Where SQLite has ended the transaction by itself there is no savepoint, and nothing more may be done in it.
        self.aborted = forgotten.is_err();
        forgotten
    }

    /// A job panicked; what it wrote in an open transaction may be half of what it meant to.
    pub(crate) fn panicked(&mut self) {
        self.aborted |= self.in_transaction();
    }

    fn in_transaction(&self) -> bool {
        !self.opened.connection.is_autocommit()
    }

    /// Starts the clock, and refuses what comes after an error and is no way out of it.
    fn start(&mut self, sql: &str) -> Result<(), Failure> {
        self.opened.deadline.restart();
        if self.aborted && !is_rollback(sql) { Err(Error::TransactionAborted.into()) } else { Ok(()) }
    }

    fn control(&mut self, sql: &str) -> Result<(), Failure> {
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
            Access::Read | Access::Inquiry => "BEGIN",
            Access::Write => self.settings.begin(false),
        })?;
        let affected =
            self.run_sets(statement, exchange, sets).and_then(|affected| self.control("COMMIT").map(|()| affected));
        affected.or_else(|failure| {
            self.rollback()?;
            Err(failure)
        })
    }

    fn run_sets(&mut self, statement: &Statement, exchange: &mut dyn Exchange, sets: usize) -> Result<u64, Failure> {
        let (mut place, mut last) = (None, 0);
        let affected = (0..sets).try_fold(0, |affected, set| {
            last = set;
            Ok(affected + self.run_set(statement, &mut place, exchange, set)?)
        });
        let affected = affected.map_err(|failure| {
            let connection = &self.opened.connection;
            constraint::of_parameters(connection, failure, &statement.effect, &exchange.parameters(last))
        });
        if let Some(place) = place {
            self.statements.at(place).statement.clear_bindings();
        }
        affected
    }

    /// Runs a statement with one set of parameters. Its place is known from the first set on.
    fn run_set(
        &mut self,
        statement: &Statement,
        place: &mut Option<usize>,
        exchange: &mut dyn Exchange,
        set: usize,
    ) -> Result<u64, Failure> {
        let settings = self.settings;
        let parameters = exchange.parameters(set);
        check(&parameters)?;
        let found = match *place {
            Some(place) => place,
            None => *place.insert(self.find(statement)?),
        };
        let inserted = self.insert(statement, found, &parameters)?;
        if let Some(changes) = inserted {
            drop(parameters);
            // None where the table says ON CONFLICT IGNORE.
            if changes > 0 {
                take_row(exchange, set, &Rowid(self.opened.connection.last_insert_rowid()))?;
            }
            return Ok(changes);
        }
        let prepared = &mut self.statements.at(found).statement;
        bind::parameters(prepared, &parameters)?;
        drop(parameters);
        let before = self.opened.connection.total_changes();
        read_rows(prepared, &statement.columns, exchange, set, settings)?;
        // SQLite keeps the count of the last statement that wrote, so after one that did not it is another's.
        let wrote = self.opened.connection.total_changes() != before;
        Ok(if wrote { self.opened.connection.changes() } else { 0 })
    }

    /// The place of a statement, of which it is known that it gives the columns that are read, before it does anything.
    fn find(&mut self, statement: &Statement) -> Result<usize, Failure> {
        let settings = self.settings;
        let timed = |error| failure::timed(error, settings);
        let place = self.statements.find(&statement.sql).map_err(timed)?;
        // Without its RETURNING it gives none.
        if self.statements.at(place).form == Form::AsWritten
            && places(&self.statements.at(place).statement, &statement.columns).is_err()
        {
            // It may have been prepared for a schema that has changed since.
            self.statements.renew_as_written(place, &statement.sql).map_err(timed)?;
            places(&self.statements.at(place).statement, &statement.columns)?;
        }
        Ok(place)
    }

    /// Runs a statement that was prepared without its RETURNING; `None` where it is now one that was prepared as it is written.
    fn insert(
        &mut self,
        statement: &Statement,
        place: usize,
        parameters: &[Value<'_>],
    ) -> Result<Option<u64>, Failure> {
        let settings = self.settings;
        let mut renew: fn(&mut Statements<'c>, usize, &SqlText) -> rusqlite::Result<()> = Statements::renew;
        while self.statements.at(place).form == Form::WithoutReturning {
            let prepared = &mut self.statements.at(place).statement;
            bind::parameters(prepared, parameters)?;
            if let Some(inserted) = self.opened.recompiling.forbidden(|| prepared.raw_execute()) {
                let inserted = inserted.map_err(|error| failure::timed(error, settings))?;
                return Ok(Some(u64::try_from(inserted).unwrap_or(u64::MAX)));
            }
            // The schema has changed since it was prepared. Where it goes on changing, it is no longer relied on.
            renew(&mut self.statements, place, &statement.sql).map_err(|error| failure::timed(error, settings))?;
            renew = Statements::renew_as_written;
        }
        Ok(None)
    }
}

/// Refuses what no database takes: before the statement is looked at, as on every database.
fn check(parameters: &[Value<'_>]) -> Result<(), Failure> {
    if parameters.len() > MAX_PARAMETERS {
        return Err(failure::too_many_parameters(parameters.len(), MAX_PARAMETERS));
    }
    let refused = parameters.iter().enumerate().find_map(|(index, value)| Some((index, value.refusal()?.to_owned())));
    refused.map_or(Ok(()), |(index, reason)| Err(Failure::Parameter { index, reason }))
}

fn read_rows(
    prepared: &mut rusqlite::Statement<'_>,
    columns: &Columns,
    exchange: &mut dyn Exchange,
    set: usize,
    settings: &Settings,
) -> Result<(), Failure> {
    let timed = |error| failure::timed(error, settings);
    let mut rows = prepared.raw_query();
    // The first step compiles a statement anew where the schema has changed: only after it, its columns are those of now.
    let mut first: Option<Option<Box<[usize]>>> = None;
    while let Some(row) = rows.next().map_err(timed)? {
        let places = match &mut first {
            Some(places) => places,
            None => first.insert(places(row.as_ref(), columns)?),
        };
        match places {
            None => take_row(exchange, set, row)?,
            Some(places) => take_row(exchange, set, &Reordered { row, places })?,
        }
    }
    Ok(())
}

fn places(statement: &rusqlite::Statement<'_>, columns: &Columns) -> Result<Option<Box<[usize]>>, Failure> {
    let name = |index| statement.column_name(index).unwrap_or_default();
    columns.places(statement.column_count(), name).map_err(|message| Failure::Columns { message })
}

fn take_row(exchange: &mut dyn Exchange, set: usize, cells: &impl Cells) -> Result<(), Failure> {
    let mut reader = Reader::new(cells);
    exchange.row(set, &mut reader).map_err(|error| Failure::Read { column: reader.column(), error })
}

/// Whether the database found the fault, rather than this side of it before or after.
fn is_of_database(failure: &Failure) -> bool {
    match failure {
        Failure::Read { .. } | Failure::Columns { .. } | Failure::ColumnType { .. } | Failure::Parameter { .. } => {
            false
        }
        Failure::Error(error) => !matches!(error, Error::QueryTooLarge { .. }),
        _ => true,
    }
}

/// Whether it opens or closes a cursor of the core's: a temporary table, of which nothing is kept in the database.
fn is_cursor(sql: &str) -> bool {
    ["CREATE TEMP TABLE orm_cursor_", "DROP TABLE IF EXISTS temp.orm_cursor_"]
        .iter()
        .any(|start| sql.starts_with(start))
}

/// `ROLLBACK` and `ROLLBACK TO` lead out of a transaction that failed.
fn is_rollback(sql: &str) -> bool {
    let keyword = b"ROLLBACK";
    sql.trim_start().as_bytes().get(..keyword.len()).is_some_and(|start| start.eq_ignore_ascii_case(keyword))
}
