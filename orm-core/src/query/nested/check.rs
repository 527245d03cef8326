//! What is wrong with new rows of all levels, found before anything is sent.

use super::Nested;
use crate::error::{Error, InvalidField, InvalidFields, Result};
use crate::model::{Model, NewModel};
use crate::query::insert::fill;
use crate::validation::{self, Stage};

/// Makes a row and what is nested in it ready, and says which of the row's rules are still to be asked.
pub(super) fn check<M: Model>(new: &mut M::New, nested: &mut Nested<M>) -> Result<Stage> {
    let (mut found, stage) = rows::<M>(std::slice::from_mut(new), None);
    found.iter_mut().for_each(|problem| problem.row = None);
    nested.check("", &mut found);
    match found.is_empty() {
        true => Ok(stage),
        false => Err(Error::Validation { model: M::TABLE.model, problems: InvalidFields::new(found) }),
    }
}

/// Makes rows ready whose foreign key to their parent is not known yet, and says what is wrong with them and what is still to be asked. Of
/// a model with hooks all of it is, since these change rows before they are created.
pub(super) fn rows<M: Model>(new: &mut [M::New], pending: Option<usize>) -> (Vec<InvalidField>, Stage) {
    let mut found = missing(new, pending);
    if M::hooks().is_some() {
        return (found, Stage::All);
    }
    fill(new);
    let (invalid, stage) = validation::without(new, pending);
    found.extend(invalid);
    found.sort_by_key(|problem| problem.row);
    (found, stage)
}

/// The other foreign keys that rows lack: that they may lack one is all that their type says.
fn missing<N: NewModel>(new: &[N], pending: Option<usize>) -> Vec<InvalidField> {
    let table = N::Model::TABLE;
    let needed = table.relations.iter().filter(|relation| table.is_required(relation.column));
    let needed: Vec<_> = needed.filter(|relation| Some(relation.column) != pending).collect();
    let lacking = new.iter().enumerate().flat_map(|(row, new)| {
        needed.iter().filter(|relation| !new.is_set(relation.column)).map(move |relation| InvalidField {
            row: Some(row),
            ..InvalidField::new(relation.field, "required", "the required field is not set")
        })
    });
    lacking.collect()
}
