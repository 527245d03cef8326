use crate::error::{Error, Result};
use crate::sql::Dialect;

/// What EXPLAIN is asked to say beside the plan.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of EXPLAIN's")]
pub(super) struct Options {
    pub(super) analyze: bool,
    pub(super) verbose: bool,
    pub(super) buffers: bool,
    pub(super) settings: bool,
    pub(super) wal: bool,
    pub(super) generic_plan: bool,
}

impl Options {
    /// Refuses what the database has not, and what makes no sense together.
    pub(super) fn check(self, dialect: Dialect) -> Result<()> {
        let reason = match (dialect, self.names().next()) {
            (Dialect::Sqlite, Some("analyze")) => {
                "explain().analyze(): SQLite says how it would run a query, not how it did".to_owned()
            }
            (Dialect::Sqlite, Some(option)) => format!("explain().{option}(): SQLite says nothing but the plan"),
            _ if self.wal && !self.analyze => "explain().wal(): only what is run writes; add analyze()".to_owned(),
            _ if self.generic_plan && self.analyze => {
                "explain().generic_plan().analyze(): a query is run with values, and a generic plan has none".to_owned()
            }
            _ => return Ok(()),
        };
        Err(Error::Unsupported { reason })
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        let all = [
            (self.analyze, "analyze"),
            (self.verbose, "verbose"),
            (self.buffers, "buffers"),
            (self.settings, "settings"),
            (self.wal, "wal"),
            (self.generic_plan, "generic_plan"),
        ];
        all.into_iter().filter_map(|(is_set, name)| is_set.then_some(name))
    }

    /// EXPLAIN with these, in front of a statement.
    pub(super) fn explain(self, json: bool) -> String {
        // How a statement is made to be generic is no option of all servers'.
        let asked = self.names().filter(|name| *name != "generic_plan").map(str::to_uppercase);
        let more = (self.analyze && !self.buffers).then(|| "BUFFERS".to_owned());
        let options: Vec<_> = asked.chain(more).chain(json.then(|| "FORMAT JSON".to_owned())).collect();
        if options.is_empty() { "EXPLAIN ".to_owned() } else { format!("EXPLAIN ({}) ", options.join(", ")) }
    }
}
