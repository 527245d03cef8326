//! Locks on the rows of a SELECT.

use super::Dialect;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{Lock, LockStrength, Locked, Select};

impl Writer {
    /// The locking clause. A transaction of SQLite that may write has locked the whole database before it reads.
    pub(super) fn lock(&mut self, lock: &Lock) {
        if self.dialect == Dialect::Sqlite {
            return;
        }
        self.push(match lock.strength {
            LockStrength::Update => " FOR UPDATE",
            LockStrength::NoKeyUpdate => " FOR NO KEY UPDATE",
            LockStrength::Share => " FOR SHARE",
            LockStrength::KeyShare => " FOR KEY SHARE",
        });
        let names: Vec<String> = if !lock.of.is_empty() {
            lock.of.iter().map(|hop| self.joins.table(*hop).to_owned()).collect()
        } else if self.joins.has_missing() || self.joins.has_link() {
            // PostgreSQL locks no row that may not be there, and none of those that a link table is read as, each once.
            self.joins.always_there().map(str::to_owned).collect()
        } else {
            Vec::new()
        };
        if !names.is_empty() {
            self.push(" OF ");
            self.names(names.iter().map(String::as_str));
        }
        self.push(match lock.locked {
            Locked::Wait => "",
            Locked::Fail => " NOWAIT",
            Locked::Skip => " SKIP LOCKED",
        });
    }

    /// Refuses locks where a row of the result is not one of a table.
    pub(super) fn refuse_lock(&mut self, select: &Select) {
        let is_of_rows = select.is_of_table() && !select.distinct;
        if select.lock.is_some() && (!is_of_rows || select.is_grouped() || select.per.is_some()) {
            let model = select.table.model;
            let reason = format!(
                "rows of {model} that are distinct, grouped or put together cannot be locked: lock what they are made of"
            );
            self.fail(Error::Unsupported { reason });
        }
    }
}
