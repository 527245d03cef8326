//! What a batch does to the rows of one model.

use std::any::{Any, TypeId};
use std::{mem, slice};

use chrono::Utc;

use super::keys::{Held, Keys};
use crate::database::{BoxFuture, Db};
use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::query::bulk_update::{Values, given, written_columns};
use crate::query::delete::delete;
use crate::query::insert::insert;
use crate::query::keys::column_in;
use crate::query::update_each::{Update, refuse_repeated, send};
use crate::relation::RowKey;
use crate::schema::Table;
use crate::sql::Select;
use crate::validation;
use crate::value::{Captured, Value};

/// The rows of one model in a batch.
pub(super) struct Group<M: Model> {
    /// Those that are not created yet, with their places among all.
    new: Vec<(usize, M::New, M::Key)>,
    /// Those that are, each in its place.
    created: Vec<Option<M>>,
    /// What is written of them, or the first thing that is wrong.
    saved: Result<Vec<Saved>>,
    deleted: Vec<RowKey>,
}

/// What is written of a row.
struct Saved {
    values: Values,
    /// The columns, unless it is all of those that can be written.
    columns: Option<Vec<usize>>,
}

impl Update for Saved {
    fn key(&self) -> Value<'_> {
        self.values.key()
    }

    fn each(&self, take: &mut dyn FnMut(usize, Value<'_>)) {
        self.values.each(take);
    }
}

/// New rows that can be created now, and where they stand and what stood for each.
struct Ready<M: Model> {
    places: Vec<(usize, M::Key)>,
    rows: Vec<M::New>,
}

/// The same, whichever model it is.
pub(super) trait AnyGroup: Any + Send {
    fn table(&self) -> &'static Table;

    /// Refuses what is wrong with the rows that are saved, before anything is written.
    fn check_saved(&mut self) -> Result<()>;

    /// Whether rows are still to be created.
    fn has_new(&self) -> bool;

    /// Creates the rows that point at no row which is not there yet, and says how many.
    fn create_ready<'a>(&'a mut self, db: &'a Db, keys: &'a mut Keys) -> BoxFuture<'a, Result<usize>>;

    fn save_all<'a>(&'a mut self, db: &'a Db, keys: &'a Keys) -> BoxFuture<'a, Result<()>>;

    fn delete_all<'a>(&'a mut self, db: &'a Db) -> BoxFuture<'a, Result<()>>;

    /// The rows that are deleted, if any.
    fn deleted(&self) -> Option<Select>;

    /// The rows that were created: `Vec<Option<M>>`.
    fn into_rows(self: Box<Self>) -> Box<dyn Any + Send>;
}

impl<M: Model> Group<M> {
    /// The group of this model, which is made where there is none.
    pub(super) fn among(groups: &mut Vec<(TypeId, Box<dyn AnyGroup>)>) -> &mut Self {
        let id = TypeId::of::<M>();
        let place = groups.iter().position(|(other, _)| *other == id).unwrap_or_else(|| {
            let group = Self { new: Vec::new(), created: Vec::new(), saved: Ok(Vec::new()), deleted: Vec::new() };
            groups.push((id, Box::new(group)));
            groups.len() - 1
        });
        let group: &mut dyn Any = groups[place].1.as_mut();
        match group.downcast_mut() {
            Some(group) => group,
            None => unreachable!("the group that has this model's type is this model's"),
        }
    }

    pub(super) fn create(&mut self, new: M::New, key: &M::Key) -> usize {
        let place = self.created.len();
        self.created.push(None);
        self.new.push((place, new, key.clone()));
        place
    }

    pub(super) fn save(&mut self, row: &M) {
        // The first that is refused is what will be said.
        let Ok(saved) = &mut self.saved else { return };
        let values = written_columns(M::TABLE, None).and_then(|columns| {
            validation::rows(slice::from_ref(row), &columns, saved.len())?;
            let given = given(row, &columns);
            let values = Values::of(row, &given, Utc::now());
            Ok(Saved { values, columns: (given.len() < columns.len()).then_some(given) })
        });
        match values {
            Ok(values) => saved.push(values),
            Err(error) => self.saved = Err(error),
        }
    }

    pub(super) fn delete(&mut self, row: &M) {
        self.deleted.extend(RowKey::of_column(row, M::TABLE.primary_key));
    }

    /// The new rows whose foreign keys are all known, with these set.
    fn ready(&mut self, keys: &Keys) -> Result<Ready<M>> {
        let (mut places, mut ready, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
        for (place, mut new, key) in mem::take(&mut self.new) {
            match known(&mut new, keys)? {
                true => {
                    places.push((place, key));
                    ready.push(new);
                }
                false => waiting.push((place, new, key)),
            }
        }
        self.new = waiting;
        Ok(Ready { places, rows: ready })
    }
}

/// Sets the foreign keys of a new row to true keys; whether all are known.
fn known<N: NewModel>(new: &mut N, keys: &Keys) -> Result<bool> {
    let table = N::Model::TABLE;
    for relation in table.relations.iter().filter(|relation| relation.by.is_none()) {
        match keys.held(relation, &new.column(relation.column)) {
            Held::Key => {}
            Held::Unknown => return Ok(false),
            Held::StandIn(key) => {
                let read = new.read_column(relation.column, &mut Captured::new(vec![key]));
                read.map_err(|source| Error::Read { model: table.model, field: relation.field, source })?;
            }
        }
    }
    Ok(true)
}

impl<M: Model> AnyGroup for Group<M> {
    fn table(&self) -> &'static Table {
        M::TABLE
    }

    fn check_saved(&mut self) -> Result<()> {
        refuse_repeated("a batch", M::TABLE, self.saved.as_deref().unwrap_or_default())?;
        match mem::replace(&mut self.saved, Ok(Vec::new())) {
            Err(error) => Err(error),
            saved => {
                self.saved = saved;
                Ok(())
            }
        }
    }

    fn has_new(&self) -> bool {
        !self.new.is_empty()
    }

    fn create_ready<'a>(&'a mut self, db: &'a Db, keys: &'a mut Keys) -> BoxFuture<'a, Result<usize>> {
        Box::pin(async move {
            let Ready { places, rows } = self.ready(keys)?;
            let created = insert(db, rows).await.map_err(|error| in_places(error, &places))?;
            for ((place, stand_in), row) in places.iter().zip(created) {
                keys.know(stand_in, &row);
                self.created[*place] = Some(row);
            }
            Ok(places.len())
        })
    }

    fn save_all<'a>(&'a mut self, db: &'a Db, keys: &'a Keys) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let columns = written_columns(M::TABLE, None)?;
            for (some, mut rows) in alike(mem::replace(&mut self.saved, Ok(Vec::new()))?) {
                let columns = some.as_ref().unwrap_or(&columns);
                if columns.is_empty() && M::TABLE.version().is_none() {
                    continue;
                }
                rows.iter_mut().for_each(|row| resolve(M::TABLE, columns, row, keys));
                let wanted = u64::try_from(rows.len()).unwrap_or(u64::MAX);
                if send(db, M::TABLE, columns, &rows).await? != wanted {
                    return Err(match M::TABLE.version() {
                        Some(_) => Error::StaleObject { model: M::TABLE.model },
                        None => Error::DoesNotExist { model: M::TABLE.model },
                    });
                }
            }
            Ok(())
        })
    }

    fn delete_all<'a>(&'a mut self, db: &'a Db) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.deleted.sort_unstable();
            self.deleted.dedup();
            let Some(rows) = self.deleted() else { return Ok(()) };
            let deleted = delete(db, || rows.clone()).await?;
            if deleted < u64::try_from(self.deleted.len()).unwrap_or(u64::MAX) {
                return Err(Error::DoesNotExist { model: M::TABLE.model });
            }
            Ok(())
        })
    }

    fn deleted(&self) -> Option<Select> {
        let mut rows = Select::new(M::TABLE);
        rows.filter.push(column_in(M::TABLE, M::TABLE.primary_key, &self.deleted));
        (!self.deleted.is_empty()).then_some(rows)
    }

    fn into_rows(self: Box<Self>) -> Box<dyn Any + Send> {
        Box::new(self.created)
    }
}

/// The error, which tells a row by its place among all new ones of its model.
#[cold]
fn in_places<K>(error: Error, places: &[(usize, K)]) -> Error {
    match error {
        Error::Validation { model, problems } => {
            let place = |row: usize| places.get(row).map_or(row, |(place, _)| *place);
            Error::Validation { model, problems: problems.in_places(place) }
        }
        other => other,
    }
}

/// The rows, those together of which the same columns are written.
fn alike(rows: Vec<Saved>) -> Vec<(Option<Vec<usize>>, Vec<Values>)> {
    let mut groups: Vec<(Option<Vec<usize>>, Vec<Values>)> = Vec::new();
    for Saved { values, columns } in rows {
        match groups.iter_mut().find(|(others, _)| *others == columns) {
            Some((_, rows)) => rows.push(values),
            None => groups.push((columns, vec![values])),
        }
    }
    groups
}

/// Sets foreign keys among the values that are saved to true keys.
fn resolve(table: &'static Table, columns: &[usize], row: &mut Values, keys: &Keys) {
    for relation in table.relations {
        let Some(place) = columns.iter().position(|&column| column == relation.column) else { continue };
        let value: &mut Value<'static> = row.column_mut(place);
        if let Held::StandIn(key) = keys.held(relation, value) {
            *value = key;
        }
    }
}
