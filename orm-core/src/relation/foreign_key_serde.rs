//! A foreign key in documents: the row where it is loaded, and else its key. Either is read back as the key.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ForeignKey, TargetKey, target_column};
use crate::model::Model;
use crate::schema::{ColumnDef, CompositeKey};
use crate::value::SqlType;

impl<M: Model + Serialize, B: TargetKey<M, Key: Serialize>> Serialize for ForeignKey<M, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.get() {
            // Other formats do not say what comes next, and so are read back as the key alone.
            Ok(row) if serializer.is_human_readable() => row.serialize(serializer),
            _ => self.id().serialize(serializer),
        }
    }
}

impl<'de, M: Model, B: TargetKey<M, Key: Deserialize<'de>>> Deserialize<'de> for ForeignKey<M, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only formats that people read say what comes next.
        if !deserializer.is_human_readable() {
            return B::Key::deserialize(deserializer).map(Self::new);
        }
        deserializer.deserialize_any(KeyOrRow::<M, B>(PhantomData)).map(Self::new)
    }
}

/// A key of several columns out of a row, in the key's order.
fn parts<'de, M: Model, Map: MapAccess<'de>>(
    key: &CompositeKey,
    mut map: Map,
) -> Result<serde_json::Value, Map::Error> {
    let columns: Vec<&ColumnDef> = key.parts.iter().map(|&column| &M::TABLE.columns[column]).collect();
    let mut parts = vec![None; columns.len()];
    while let Some(name) = map.next_key::<Cow<'de, str>>()? {
        match columns.iter().position(|column| name == column.field).filter(|&part| parts[part].is_none()) {
            Some(part) => parts[part] = Some(alone::<M>(key.parts[part], map.next_value()?)),
            None => drop(map.next_value::<IgnoredAny>()?),
        }
    }
    let part = |(part, column): (Option<serde_json::Value>, &&ColumnDef)| {
        part.ok_or_else(|| Error::missing_field(column.field))
    };
    parts.into_iter().zip(&columns).map(part).collect()
}

/// The key that one of the columns holds: of a foreign key whose row is loaded, the key of that row.
fn alone<M: Model>(column: usize, written: serde_json::Value) -> serde_json::Value {
    let relation = M::TABLE.relations.iter().find(|relation| relation.column == column);
    match (written, relation) {
        (serde_json::Value::Object(mut row), Some(relation)) => {
            row.remove((relation.target)().key().field).unwrap_or(serde_json::Value::Object(row))
        }
        (written, _) => written,
    }
}

struct KeyOrRow<M, B>(PhantomData<fn() -> (M, B)>);

/// Hands a plain value on to the key.
macro_rules! keys {
    ($($method:ident: $type:ty;)*) => {$(
        fn $method<E: Error>(self, key: $type) -> Result<B::Key, E> {
            B::Key::deserialize(key.into_deserializer())
        }
    )*};
}

impl<'de, M: Model, B: TargetKey<M, Key: Deserialize<'de>>> Visitor<'de> for KeyOrRow<M, B> {
    type Value = B::Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the key of this {}, or all of it", M::TABLE.model)
    }

    keys! {
        visit_bool: bool;
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
        visit_string: String;
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<B::Key, E> {
        B::Key::deserialize(StrDeserializer::new(key))
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<B::Key, E> {
        B::Key::deserialize(BorrowedStrDeserializer::new(key))
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<B::Key, Map::Error> {
        if let (None, Some(key)) = (B::COLUMN, M::TABLE.composite_key) {
            return parts::<M, _>(key, map).and_then(|parts| B::Key::deserialize(parts).map_err(Error::custom));
        }
        let field = M::TABLE.at(target_column::<M, B>()).field;
        let mut key = None;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == field && key.is_none() {
                key = Some(map.next_value_seed(PhantomData::<B::Key>)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        key.ok_or_else(|| Error::missing_field(field))
    }

    fn visit_seq<Seq: SeqAccess<'de>>(self, parts: Seq) -> Result<B::Key, Seq::Error> {
        match M::TABLE.at(target_column::<M, B>()).ty {
            SqlType::Row(_) => B::Key::deserialize(SeqAccessDeserializer::new(parts)),
            _ => Err(Error::invalid_type(Unexpected::Seq, &self)),
        }
    }
}
