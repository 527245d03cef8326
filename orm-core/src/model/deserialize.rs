//! New rows from JSON and other formats: what the derive would otherwise write out for each model.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::row::COLUMNS_A_CHUNK;
use super::{Model, NewRow};
use crate::error::{nearest, shortened};
use crate::schema::Table;
use crate::value::Slot;

/// The cells of a new row, if all of its types can be deserialized.
///
/// It asks for no other trait: one without `'de` would be asked of every model, also where nothing is deserialized.
pub trait DeserializeRow<'de>: Sized {
    /// The row of which nothing is set.
    fn nothing() -> Self;

    /// Reads the value of a column from where the map stands.
    ///
    /// # Errors
    /// Those of the format.
    fn deserialize_cell<Map: MapAccess<'de>>(&mut self, column: usize, map: &mut Map) -> Result<(), Map::Error>;
}

impl<'de> DeserializeRow<'de> for () {
    fn nothing() -> Self {}

    fn deserialize_cell<Map: MapAccess<'de>>(&mut self, _: usize, map: &mut Map) -> Result<(), Map::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

impl<'de, C: DeserializeChunk<'de>, R: DeserializeRow<'de>> DeserializeRow<'de> for (C, R) {
    fn nothing() -> Self {
        (C::nothing(), R::nothing())
    }

    fn deserialize_cell<Map: MapAccess<'de>>(&mut self, column: usize, map: &mut Map) -> Result<(), Map::Error> {
        match column.checked_sub(COLUMNS_A_CHUNK) {
            None => self.0.deserialize_place(column, map),
            Some(column) => self.1.deserialize_cell(column, map),
        }
    }
}

/// Some of the cells.
pub trait DeserializeChunk<'de>: Sized {
    /// The cells, of which none is set.
    fn nothing() -> Self;

    /// Reads one of them.
    ///
    /// # Errors
    /// Those of the format.
    fn deserialize_place<Map: MapAccess<'de>>(&mut self, place: usize, map: &mut Map) -> Result<(), Map::Error>;
}

macro_rules! chunks {
    ($($name:ident $place:tt),*) => {
        impl<'de, $($name: Deserialize<'de>),*> DeserializeChunk<'de> for ($(Slot<$name>,)*) {
            fn nothing() -> Self {
                Self::default()
            }

            fn deserialize_place<Map: MapAccess<'de>>(&mut self, place: usize, map: &mut Map) -> Result<(), Map::Error> {
                match place {
                    $($place => self.$place.0 = Some(map.next_value()?),)*
                    _ => drop(map.next_value::<IgnoredAny>()?),
                }
                Ok(())
            }
        }
    };
}

super::row::chunks!(chunks);

/// A new row from a map of its fields; or a patch, which may lack any of them, and never has a key.
///
/// Fields that the program or the database always fills, such as a counted key, are not read, so that nobody can set them from
/// outside; nor is what is no field, unless the model refuses that. A foreign key is also found by its column's name.
///
/// # Errors
/// Those of the format, with the field's name; a field that is missing or given twice.
pub fn deserialize_new<'de, N, R, D>(deserializer: D, whole: fn(R) -> N, is_partial: bool) -> Result<N, D::Error>
where
    N: NewRow,
    R: DeserializeRow<'de>,
    D: Deserializer<'de>,
{
    let row = deserializer.deserialize_map(RowVisitor::<N, R>(is_partial, PhantomData))?;
    let new = whole(row);
    let table = N::Model::TABLE;
    let is_missing = |&index: &usize| !is_partial && table.is_required(index) && !new.is_set(index);
    match (0..table.columns.len()).find(is_missing) {
        Some(index) => Err(Error::missing_field(table.columns[index].field)),
        None => Ok(new),
    }
}

/// The column that this is the name of: a field's, or where it is none, that of a foreign key's column.
fn named(table: &Table, name: &str) -> Option<usize> {
    let by_column =
        || table.relations.iter().map(|relation| relation.column).find(|&index| table.columns[index].name == name);
    table.columns.iter().position(|column| column.field == name).or_else(by_column)
}

/// What to say of a name that is neither a field's nor that of a foreign key's column.
pub(crate) fn unknown_field(table: &'static Table, name: &str) -> Option<String> {
    let is_relation = || table.reverse.iter().any(|reverse| reverse.field == name);
    (named(table, name).is_none() && !is_relation()).then(|| refusal(table, name, false))
}

struct RowVisitor<N, R>(bool, PhantomData<fn() -> (N, R)>);

impl<'de, N: NewRow, R: DeserializeRow<'de>> Visitor<'de> for RowVisitor<N, R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", TheFields(N::Model::TABLE, self.0))
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<R, Map::Error> {
        let (table, mut row) = (N::Model::TABLE, R::nothing());
        let mut read = vec![false; table.columns.len()];
        while let Some(Name(name)) = map.next_key()? {
            let is_taken = |&index: &usize| table.is_input(index) && !(self.0 && table.is_key(index));
            let Some(index) = named(table, &name).filter(is_taken) else {
                if N::Model::DENY_UNKNOWN_FIELDS {
                    return Err(Error::custom(refusal(table, &name, self.0)));
                }
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let field = table.columns[index].field;
            if mem::replace(&mut read[index], true) {
                return Err(Error::duplicate_field(field));
            }
            row.deserialize_cell(index, &mut map).map_err(|error| Error::custom(format_args!("{field}: {error}")))?;
        }
        Ok(row)
    }
}

struct TheFields(&'static Table, bool);

impl fmt::Display for TheFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(table, is_partial) = self;
        write!(f, "the fields of a {} {}", if *is_partial { "patch of" } else { "new" }, table.model)
    }
}

/// What to say of a field that is not taken.
#[cold]
fn refusal(table: &'static Table, name: &str, is_partial: bool) -> String {
    if let Some(index) = named(table, name) {
        let field = table.columns[index].field;
        return match is_partial && table.is_key(index) {
            true => format!("`{field}` is the key of {}, which stays as it is: leave it out", table.model),
            false => format!("`{field}` of {} is filled in by itself: leave it out", table.model),
        };
    }
    let taken = (0..table.columns.len()).filter(|&index| table.is_input(index) && !(is_partial && table.is_key(index)));
    let taken: Vec<&str> = taken.map(|index| table.columns[index].field).collect();
    let name = shortened(name);
    match nearest(&name, taken.iter().copied()) {
        Some(near) => format!("{} has no field {name:?}: did you mean `{near}`?", table.model),
        None => {
            format!("{} has no field {name:?}: {} are {}", table.model, TheFields(table, is_partial), taken.join(", "))
        }
    }
}

/// A key of the map, borrowed where the format can.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
