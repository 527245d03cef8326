use std::collections::HashMap;

use rusqlite::{Connection, PrepFlags, Statement};

/// The prepared statements of one connection; the one unused for longest goes first.
///
/// rusqlite has a cache of its own, behind a feature that its older releases do not know, and it copies the text of the
/// statement at every use.
pub(crate) struct Statements<'c> {
    connection: &'c Connection,
    capacity: usize,
    uses: u64,
    /// Where in `prepared` the statement with a text is.
    places: HashMap<String, usize>,
    prepared: Vec<Prepared<'c>>,
}

struct Prepared<'c> {
    statement: Statement<'c>,
    last_use: u64,
}

impl<'c> Statements<'c> {
    pub(crate) fn new(connection: &'c Connection, capacity: usize) -> Self {
        Self { connection, capacity: capacity.max(1), uses: 0, places: HashMap::new(), prepared: Vec::new() }
    }

    /// The statement with this text, prepared now or before.
    pub(crate) fn get(&mut self, sql: &str) -> rusqlite::Result<&mut Statement<'c>> {
        let place = match self.places.get(sql) {
            Some(place) => *place,
            None => self.prepare(sql)?,
        };
        self.uses += 1;
        let prepared = &mut self.prepared[place];
        prepared.last_use = self.uses;
        Ok(&mut prepared.statement)
    }

    #[cold]
    fn prepare(&mut self, sql: &str) -> rusqlite::Result<usize> {
        let statement = self.connection.prepare_with_flags(sql, PrepFlags::SQLITE_PREPARE_PERSISTENT)?;
        let entry = Prepared { statement, last_use: 0 };
        let oldest = self.prepared.iter().enumerate().min_by_key(|(_, prepared)| prepared.last_use);
        let place = match oldest {
            Some((place, _)) if self.prepared.len() >= self.capacity => {
                self.places.retain(|_, its_place| *its_place != place);
                self.prepared[place] = entry;
                place
            }
            _ => {
                self.prepared.push(entry);
                self.prepared.len() - 1
            }
        };
        self.places.insert(sql.to_owned(), place);
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_used_goes_first() -> rusqlite::Result<()> {
        let connection = Connection::open_in_memory()?;
        let mut statements = Statements::new(&connection, 2);
        for sql in ["SELECT 1", "SELECT 2", "SELECT 1", "SELECT 3"] {
            statements.get(sql)?;
        }
        let mut kept: Vec<_> = statements.places.keys().map(String::as_str).collect();
        kept.sort_unstable();
        assert_eq!(kept, ["SELECT 1", "SELECT 3"]);
        Ok(())
    }
}
