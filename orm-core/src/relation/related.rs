use super::by_parent::RowsByParent;
use super::joined::Joined;
use super::row_key::RowKey;
use super::shared::Shared;
use super::siblings::{Provenance, Siblings};
use crate::error::{Error, NotLoaded, Result};
use crate::model::Model;
use crate::schema::ReverseDef;
use crate::value::Value;

/// To-many relations of rows that were read together.
pub(crate) struct ToManySiblings<T> {
    pub(crate) all: Siblings<RowKey, RowsByParent<T>>,
    /// The rows that a query of the program's picked from them.
    pub(crate) picked: Option<RowsByParent<T>>,
}

/// What [`HasMany`](super::HasMany), [`HasOne`](super::HasOne) and [`ManyToMany`](super::ManyToMany) have in common: the key
/// of their own row, and the rows on the other side, once they are loaded.
pub struct Related<T: Model> {
    /// Which relation of which row this is; `None` in a struct that was written out and comes from no database.
    of: Option<(&'static ReverseDef, RowKey)>,
    /// The place of the row among its siblings.
    position: usize,
    siblings: Joined<ToManySiblings<T>>,
}

impl<T: Model> Related<T> {
    /// The relation of the row with this key.
    pub(crate) fn of(key: Value<'_>, def: &'static ReverseDef) -> Self {
        let of = RowKey::of(key).map(|key| (def, key));
        Self { of, position: 0, siblings: Joined::new() }
    }

    /// The relation, and the key of the row that it belongs to.
    ///
    /// # Errors
    /// [`Error::NotLoaded`] where the struct was written out by the program.
    pub(crate) fn owner(&self) -> Result<(&'static ReverseDef, &RowKey)> {
        match &self.of {
            Some((def, key)) => Ok((*def, key)),
            None => Err(detached(T::TABLE.model)),
        }
    }

    /// The rows, where all of them are loaded.
    pub(crate) fn get(&self) -> Result<&[T]> {
        let (def, _) = self.owner()?;
        let siblings = self.siblings.get();
        match siblings.and_then(|siblings| siblings.all.rows.get()) {
            Some(rows) => Ok(rows.get(self.position)),
            None if siblings.is_some_and(|siblings| siblings.picked.is_some()) => {
                Err(not_loaded(def, NotLoaded::Picked))
            }
            None => Err(not_loaded(def, NotLoaded::Rows)),
        }
    }

    /// The rows that a query of the program's picked.
    pub(crate) fn picked(&self) -> Result<&[T]> {
        let (def, _) = self.owner()?;
        match self.siblings.get().and_then(|siblings| siblings.picked.as_ref()) {
            Some(rows) => Ok(rows.get(self.position)),
            None => Err(not_loaded(def, NotLoaded::Rows)),
        }
    }

    /// What is loaded, be it all or what was picked.
    pub(crate) fn loaded(&self) -> Option<&[T]> {
        self.get().or_else(|_| self.picked()).ok()
    }

    /// Where the row came from, as far as it is known.
    pub(crate) fn provenance(&self) -> Option<&Provenance> {
        self.siblings.get().map(|siblings| &siblings.all.provenance)
    }

    /// The siblings of this row. One that has none is its own.
    pub(crate) fn siblings(&self) -> Result<&Shared<ToManySiblings<T>>> {
        let (_, key) = self.owner()?;
        let alone = || {
            let all = Siblings::new(vec![key.clone()], Provenance::default());
            Shared::new(ToManySiblings { all, picked: None })
        };
        Ok(self.siblings.get_or_init(alone))
    }

    pub(crate) fn join(&mut self, siblings: Shared<ToManySiblings<T>>, position: usize) {
        self.position = position;
        self.siblings = Joined::Given(siblings);
    }
}

#[cold]
fn not_loaded(def: &ReverseDef, reason: NotLoaded) -> Error {
    Error::NotLoaded { model: def.model, relation: def.field, reason }
}

#[cold]
fn detached(model: &'static str) -> Error {
    Error::NotLoaded { model, relation: "", reason: NotLoaded::Detached }
}

impl<T: Model> Default for Related<T> {
    fn default() -> Self {
        Self { of: None, position: 0, siblings: Joined::new() }
    }
}

impl<T: Model> Clone for Related<T> {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), position: self.position, siblings: self.siblings.clone() }
    }
}
