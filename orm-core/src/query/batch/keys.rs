//! Keys of rows that are not there yet.
//!
//! Keys that the program makes or gives are known beforehand. What the database counts up has a number in its place until then,
//! from the far negative end, where no counter comes: other rows' foreign keys hold it, and are set to the true key before they are
//! written.

use std::collections::HashMap;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::{Model, NewModel};
use crate::relation::RowKey;
use crate::schema::{Fill, RelationDef, Table};
use crate::value::{Captured, ColumnType, Field, SqlType, Value};

/// The keys that stand for others, by the table and what stands there; `None` until they are known.
#[derive(Default)]
pub(super) struct Keys(HashMap<(usize, RowKey), Option<Value<'static>>>);

/// What a foreign key holds.
pub(super) enum Held {
    /// A key.
    Key,
    /// What stands for this key.
    StandIn(Value<'static>),
    /// What stands for a key that is not known yet.
    Unknown,
}

fn address(table: &'static Table) -> usize {
    ptr::from_ref(table).addr()
}

impl Keys {
    /// The key of a new row, or what stands for it.
    pub(super) fn of_new<N: NewModel>(&mut self, new: &N) -> <N::Model as Model>::Key {
        let table = N::Model::TABLE;
        let is_counted = table.key().fill == Fill::Generated && !new.is_set(table.primary_key);
        let values = if is_counted { vec![stand_in(table.key().ty)] } else { key_of(new) };
        let Ok(key) = <N::Model as Model>::Key::read_column(&mut Captured::new(values)) else {
            unreachable!("a new row that is complete has a key of its type, or one that is counted up")
        };
        // Also a key that is known: what it stands for comes before what points at it.
        if let Some(part) = RowKey::of(key.clone().into_value()) {
            self.0.insert((address(table), part), None);
        }
        key
    }

    /// What the foreign key holds that has this value.
    pub(super) fn held(&self, relation: &RelationDef, value: &Value<'_>) -> Held {
        if relation.by.is_some() || self.0.is_empty() {
            return Held::Key;
        }
        let Some(key) = RowKey::of(value.clone()) else { return Held::Key };
        match self.0.get(&(address((relation.target)()), key)) {
            None => Held::Key,
            Some(Some(known)) => Held::StandIn(known.clone()),
            Some(None) => Held::Unknown,
        }
    }

    /// Takes note of the key of a row that is there now.
    pub(super) fn know<M: Model>(&mut self, stand_in: &M::Key, row: &M) {
        if let Some(key) = RowKey::of(stand_in.clone().into_value())
            && let Some(known) = self.0.get_mut(&(address(M::TABLE), key))
        {
            *known = Some(row.key().into_value().into_owned());
        }
    }
}

/// The key that a new row was given, or that was made for it.
fn key_of<N: NewModel>(new: &N) -> Vec<Value<'static>> {
    let table = N::Model::TABLE;
    let parts = table.composite_key.map_or_else(|| vec![table.primary_key], |key| key.parts.to_vec());
    parts.into_iter().map(|column| new.column(column).into_owned()).collect()
}

/// A number that no other row of this process stands behind.
fn stand_in(ty: SqlType) -> Value<'static> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    // Half of the negative numbers of a small key are the most that can wait at once.
    let number = i32::try_from(NEXT.fetch_add(1, Ordering::Relaxed) % (1 << 30)).unwrap_or(0);
    match ty {
        SqlType::Integer => Value::Integer(i32::MIN + number),
        _ => Value::BigInt(i64::MIN + i64::from(number)),
    }
}
