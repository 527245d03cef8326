use super::Draft;
use crate::error::{Error, Invalid, InvalidField, InvalidFields, Result};
use crate::model::Model;
use crate::schema::Table;

/// What is wrong so far; for derived code, which adds what the rules of a model say.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<InvalidField>,
    /// Whether a rule is to be asked again, as it has asked for what is not known yet.
    waits: bool,
}

impl Problems {
    /// Asks a rule of the whole row. What it says while something that it has asked for is not known, such as what is not loaded, does
    /// not count.
    pub fn ask<M: Model>(&mut self, draft: &Draft<'_, M>, rule: impl FnOnce(&Draft<'_, M>, &mut Self)) {
        let before = self.found.len();
        rule(draft, self);
        if draft.has_asked() {
            self.found.truncate(before);
            self.waits = true;
        }
    }

    /// Adds what a rule of the whole row says.
    pub fn add<E: Into<Invalid>>(&mut self, result: Result<(), E>) {
        self.found.extend(result.err().map(|invalid| invalid.into().at("")));
    }

    pub(super) fn fields(&mut self) -> &mut Vec<InvalidField> {
        &mut self.found
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// That what was found since belongs to this one of many rows.
    pub(super) fn in_row(&mut self, since: usize, row: usize) {
        self.found.iter_mut().skip(since).for_each(|problem| problem.row = Some(row));
    }

    /// All of it, and whether a rule is to be asked again.
    pub(super) fn into_parts(self) -> (Vec<InvalidField>, bool) {
        (self.found, self.waits)
    }

    /// An error, if anything is wrong.
    pub(super) fn finish(self, table: &Table) -> Result<()> {
        if self.found.is_empty() { Ok(()) } else { Err(self.into_error(table)) }
    }

    #[cold]
    fn into_error(self, table: &Table) -> Error {
        Error::Validation { model: table.model, problems: InvalidFields::new(self.found) }
    }
}
