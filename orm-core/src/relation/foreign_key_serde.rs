//! A foreign key in documents: the row where it is loaded, and else its key. Either is read back as the key.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ForeignKey;
use crate::model::Model;

impl<M: Model + Serialize> Serialize for ForeignKey<M>
where
    M::Key: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.get() {
            // Other formats do not say what comes next, and so are read back as the key alone.
            Ok(row) if serializer.is_human_readable() => row.serialize(serializer),
            _ => self.id().serialize(serializer),
        }
    }
}

impl<'de, M: Model> Deserialize<'de> for ForeignKey<M>
where
    M::Key: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only formats that people read say what comes next.
        if !deserializer.is_human_readable() {
            return M::Key::deserialize(deserializer).map(Self::new);
        }
        deserializer.deserialize_any(KeyOrRow::<M>(PhantomData)).map(Self::new)
    }
}

struct KeyOrRow<M>(PhantomData<fn() -> M>);

/// Hands a plain value on to the key.
macro_rules! keys {
    ($($method:ident: $type:ty;)*) => {$(
        fn $method<E: Error>(self, key: $type) -> Result<M::Key, E> {
            M::Key::deserialize(key.into_deserializer())
        }
    )*};
}

impl<'de, M: Model> Visitor<'de> for KeyOrRow<M>
where
    M::Key: Deserialize<'de>,
{
    type Value = M::Key;

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

    fn visit_str<E: Error>(self, key: &str) -> Result<M::Key, E> {
        M::Key::deserialize(StrDeserializer::new(key))
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<M::Key, E> {
        M::Key::deserialize(BorrowedStrDeserializer::new(key))
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<M::Key, Map::Error> {
        let field = M::TABLE.key().field;
        let mut key = None;
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == field && key.is_none() {
                key = Some(map.next_value_seed(PhantomData::<M::Key>)?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        key.ok_or_else(|| Error::missing_field(field))
    }
}
