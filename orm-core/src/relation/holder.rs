//! What the fields of a struct that hold the other side of a relation have in common.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, Visitor};
use serde::{Deserialize, Serializer};

use super::related::Related;
use crate::model::Model;
use crate::schema::ReverseDef;
use crate::value::Value;

/// A field for a relation that has no column: [`HasMany`](super::HasMany), [`HasOne`](super::HasOne) or
/// [`ManyToMany`](super::ManyToMany).
pub trait Holder: Default {
    /// The model on the other side.
    type Target: Model;
    /// The relation of the row with this key.
    fn of(key: Value<'_>, def: &'static ReverseDef) -> Self;
    /// What it holds.
    fn related(&self) -> &Related<Self::Target>;
    /// The same, to be changed.
    fn related_mut(&mut self) -> &mut Related<Self::Target>;
}

/// What a struct needs of its fields. Which rows are loaded is no part of what a row is: all holders are equal, and
/// none of them is read from a document.
macro_rules! holder {
    ($name:ident<$target:ident $(, $others:ident)*>, $serialize:path) => {
        impl<$target: Model $(, $others)*> $name<$target $(, $others)*> {
            /// Whether it is known which rows there are: all of them are loaded, and not just some that were picked.
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
            /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
            /// assert!(!HasMany::<City>::default().is_loaded());
            /// ```
            #[must_use]
            pub fn is_loaded(&self) -> bool {
                self.related.get().is_ok()
            }

            /// Whether nothing is loaded, neither all rows nor some that were picked: for serde, to leave the field out.
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model, serde::Serialize)] struct City { id: i64, country: ForeignKey<Country> }
            /// #[derive(Model, serde::Serialize)]
            /// struct Country {
            ///     id: i64,
            ///     #[serde(skip_serializing_if = "HasMany::is_absent")]
            ///     cities: HasMany<City>,
            /// }
            ///
            /// let france = Country { id: 33, cities: HasMany::default() };
            /// assert_eq!(serde_json::to_string(&france).unwrap(), r#"{"id":33}"#);
            /// ```
            #[must_use]
            pub fn is_absent(&self) -> bool {
                self.related.loaded().is_none()
            }
        }

        impl<$target: Model $(, $others)*> Holder for $name<$target $(, $others)*> {
            type Target = $target;

            fn of(key: Value<'_>, def: &'static ReverseDef) -> Self {
                Self::new(Related::of(key, def))
            }

            fn related(&self) -> &Related<$target> {
                &self.related
            }

            fn related_mut(&mut self) -> &mut Related<$target> {
                &mut self.related
            }
        }

        impl<$target: Model $(, $others)*> Default for $name<$target $(, $others)*> {
            fn default() -> Self {
                Self::new(Related::default())
            }
        }

        impl<$target: Model $(, $others)*> Clone for $name<$target $(, $others)*> {
            fn clone(&self) -> Self {
                Self::new(self.related.clone())
            }
        }

        impl<$target: Model $(, $others)*> PartialEq for $name<$target $(, $others)*> {
            fn eq(&self, _: &Self) -> bool {
                true
            }
        }

        impl<$target: Model $(, $others)*> Eq for $name<$target $(, $others)*> {}

        impl<$target: Model $(, $others)*> Hash for $name<$target $(, $others)*> {
            fn hash<H: Hasher>(&self, _: &mut H) {}
        }

        impl<$target: Model $(, $others)*> fmt::Debug for $name<$target $(, $others)*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::relation::holder::show(stringify!($name), &self.related, f)
            }
        }

        impl<$target: Model + Serialize $(, $others)*> Serialize for $name<$target $(, $others)*> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $serialize(&self.related, serializer)
            }
        }

        impl<'de, $target: Model $(, $others)*> Deserialize<'de> for $name<$target $(, $others)*> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::relation::holder::pass_over(deserializer)
            }
        }
    };
}

pub(super) use holder;

/// Says what is loaded, and not what is in it: that may lead on without end.
pub(super) fn show<T: Model>(name: &str, related: &Related<T>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match related.loaded() {
        Some([_]) => write!(f, "{name}(1 row)"),
        Some(rows) => write!(f, "{name}({} rows)", rows.len()),
        None => write!(f, "{name}(not loaded)"),
    }
}

/// Rows that are loaded, as a list; what is not loaded, as nothing.
pub(super) fn serialize_many<T, S>(related: &Related<T>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Model + serde::Serialize,
    S: Serializer,
{
    match related.loaded() {
        Some(rows) if serializer.is_human_readable() => serializer.collect_seq(rows),
        _ => serializer.serialize_none(),
    }
}

/// The row that is loaded; none, or what is not loaded, as nothing.
pub(super) fn serialize_one<T, S>(related: &Related<T>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Model + serde::Serialize,
    S: Serializer,
{
    match related.loaded().and_then(<[T]>::first) {
        Some(row) if serializer.is_human_readable() => serializer.serialize_some(row),
        _ => serializer.serialize_none(),
    }
}

/// Takes whatever there is, or nothing at all, and keeps none of it.
pub(super) fn pass_over<'de, H: Default, D: Deserializer<'de>>(deserializer: D) -> Result<H, D::Error> {
    // As an Option is, so that the field may be missing.
    deserializer.deserialize_option(PassOver)?;
    Ok(H::default())
}

struct PassOver;

impl<'de> Visitor<'de> for PassOver {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        IgnoredAny::deserialize(deserializer).map(drop)
    }
}
