//! A foreign key in documents: the row where it is loaded, and else its key. Either is read back as the key.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ForeignKey, TargetKey, key_in_document, target_column};
use crate::model::Model;
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
        let (table, column) = (M::TABLE, target_column::<M, B>());
        let fields = key_in_document::fields(table, column);
        let mut row = serde_json::Map::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if fields.contains(&name.as_ref()) && !row.contains_key(name.as_ref()) {
                row.insert(name.into_owned(), map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        let key = key_in_document::key_of(table, column, &mut row).map_err(Error::missing_field)?;
        B::Key::deserialize(key).map_err(Error::custom)
    }

    fn visit_seq<Seq: SeqAccess<'de>>(self, parts: Seq) -> Result<B::Key, Seq::Error> {
        match M::TABLE.at(target_column::<M, B>()).ty {
            SqlType::Row(_) => B::Key::deserialize(SeqAccessDeserializer::new(parts)),
            _ => Err(Error::invalid_type(Unexpected::Seq, &self)),
        }
    }
}
