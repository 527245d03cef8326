//! Keys of rows that are not there yet.
//!
//! Keys that the program makes or gives are known beforehand. What the database fills in has something in its place until then, such
//! as a number from the far negative end, where no counter comes: other rows' foreign keys hold it, and are set to the true key before they are
//! written.

use std::collections::HashMap;
use std::ptr;
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use crate::model::{Model, NewModel};
use crate::relation::RowKey;
use crate::schema::{RelationDef, Table};
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
        let Ok(key) = <N::Model as Model>::Key::read_column(&mut Captured::new(key_of(new))) else {
            unreachable!("each part of a key has its value, or one of its type that stands for it")
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

/// The key that a new row was given or that was made for it, with something in place of what the database fills in.
fn key_of<N: NewModel>(new: &N) -> Vec<Value<'static>> {
    let table = N::Model::TABLE;
    let parts = table.composite_key.map_or_else(|| vec![table.primary_key], |key| key.parts.to_vec());
    let value = |column: usize| match new.is_set(column) {
        true => new.column(column).into_owned(),
        false => stand_in(table.columns[column].ty),
    };
    parts.into_iter().map(value).collect()
}

/// What no other row of this process stands behind, of each type that a key can have.
fn stand_in(ty: SqlType) -> Value<'static> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    // So many negative numbers of a small key are the most that can wait at once.
    let below = |most: u32| i32::try_from(next % most).unwrap_or(0);
    match ty {
        SqlType::SmallInt => Value::SmallInt(i16::MIN + i16::try_from(below(1 << 14)).unwrap_or(0)),
        SqlType::Integer => Value::Integer(i32::MIN + below(1 << 30)),
        SqlType::Uuid => Value::Uuid(Uuid::from_u128(next.into())),
        // Before every calendar of a database.
        SqlType::Date => Value::Date(-80_000_000 + below(1 << 24)),
        SqlType::Text => Value::Text(format!("\u{10fffd}{next}").into()),
        _ => Value::BigInt(i64::MIN + i64::from(below(1 << 30))),
    }
}
