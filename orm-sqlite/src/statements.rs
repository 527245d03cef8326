use std::collections::HashMap;

use foldhash::fast::RandomState;
use orm_core::sql::SqlText;
use rusqlite::{Connection, PrepFlags, Statement};

use crate::functions::Functions;
use crate::rowid_key;

/// The prepared statements of one connection; the one unused for longest goes first.
///
/// rusqlite has a cache of its own, behind a feature that its older releases do not know, and it copies the text of the
/// statement at every use.
pub(crate) struct Statements<'c> {
    connection: &'c Connection,
    functions: &'c Functions,
    capacity: usize,
    uses: u64,
    /// Where in `prepared` the statement with a text is. The texts come from the program, so that nobody can choose
    /// them to collide.
    places: HashMap<String, usize, RandomState>,
    prepared: Vec<Prepared<'c>>,
}

/// A prepared statement.
pub(crate) struct Prepared<'c> {
    pub(crate) statement: Statement<'c>,
    pub(crate) form: Form,
    last_use: u64,
}

/// Which text was prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The text itself.
    AsWritten,
    /// That of an insert without its RETURNING: the key is the last rowid, as long as the schema stays what it was when
    /// this was prepared.
    WithoutReturning,
}

impl<'c> Statements<'c> {
    pub(crate) fn new(connection: &'c Connection, functions: &'c Functions, capacity: usize) -> Self {
        let places = HashMap::default();
        Self { connection, functions, capacity: capacity.max(1), uses: 0, places, prepared: Vec::new() }
    }

    /// The place of the statement with this text, prepared now or before. It stays there until the next is prepared.
    pub(crate) fn find(&mut self, sql: &SqlText) -> rusqlite::Result<usize> {
        match self.places.get(sql.as_str()) {
            Some(place) => Ok(self.used(*place)),
            None => {
                let prepared = self.prepare(sql)?;
                Ok(self.keep(sql, prepared))
            }
        }
    }

    /// The statement with this text, prepared as it is now or before.
    pub(crate) fn get(&mut self, sql: &str) -> rusqlite::Result<&mut Statement<'c>> {
        let place = match self.places.get(sql) {
            Some(place) => self.used(*place),
            None => {
                let prepared = self.prepare_text(sql, Form::AsWritten)?;
                self.keep(sql, prepared)
            }
        };
        Ok(&mut self.at(place).statement)
    }

    /// The statement at a place that [`find`](Self::find) gave.
    pub(crate) fn at(&mut self, place: usize) -> &mut Prepared<'c> {
        &mut self.prepared[place]
    }

    /// Prepares the statement at this place once more, for the schema as it is now.
    #[cold]
    pub(crate) fn renew(&mut self, place: usize, sql: &SqlText) -> rusqlite::Result<()> {
        self.prepared[place] = self.prepare(sql)?;
        self.used(place);
        Ok(())
    }

    /// Prepares the statement at this place once more, as it is written.
    #[cold]
    pub(crate) fn renew_as_written(&mut self, place: usize, sql: &SqlText) -> rusqlite::Result<()> {
        self.prepared[place] = self.prepare_text(sql, Form::AsWritten)?;
        self.used(place);
        Ok(())
    }

    fn used(&mut self, place: usize) -> usize {
        self.uses += 1;
        self.prepared[place].last_use = self.uses;
        place
    }

    #[cold]
    fn prepare(&self, sql: &SqlText) -> rusqlite::Result<Prepared<'c>> {
        if let Some(insert) = sql.keyed_insert() {
            // Before the look at the schema: the statement and what is found out about it are of one schema then, as
            // long as the statement need not be compiled again.
            let prepared = self.prepare_text(&insert.without_returning, Form::WithoutReturning)?;
            if rowid_key::is_last_rowid(self.connection, insert) {
                return Ok(prepared);
            }
        }
        self.prepare_text(sql, Form::AsWritten)
    }

    fn prepare_text(&self, sql: &str, form: Form) -> rusqlite::Result<Prepared<'c>> {
        let prepare = || self.connection.prepare_with_flags(sql, PrepFlags::SQLITE_PREPARE_PERSISTENT);
        let statement = match prepare() {
            Err(error) if self.functions.define_for(self.connection, &error)? => prepare()?,
            prepared => prepared?,
        };
        Ok(Prepared { statement, form, last_use: 0 })
    }

    #[cold]
    fn keep(&mut self, sql: &str, prepared: Prepared<'c>) -> usize {
        let oldest = self.prepared.iter().enumerate().min_by_key(|(_, prepared)| prepared.last_use);
        let place = match oldest {
            Some((place, _)) if self.prepared.len() >= self.capacity => {
                self.places.retain(|_, its_place| *its_place != place);
                self.prepared[place] = prepared;
                place
            }
            _ => {
                self.prepared.push(prepared);
                self.prepared.len() - 1
            }
        };
        self.places.insert(sql.to_owned(), place);
        self.used(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_used_goes_first() -> rusqlite::Result<()> {
        let (connection, functions) = (Connection::open_in_memory()?, Functions::default());
        let mut statements = Statements::new(&connection, &functions, 2);
        for sql in ["SELECT 1", "SELECT 2", "SELECT 1", "SELECT 3"] {
            statements.get(sql)?;
        }
        let mut kept: Vec<_> = statements.places.keys().map(String::as_str).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["SELECT 1", "SELECT 3"]);
        Ok(())
    }
}
