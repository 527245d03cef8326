//! The keys of a row from which its relations are made.

use std::fmt;

use crate::relation::Holder;
use crate::schema::ReverseDef;
use crate::value::{Cell, Field, Value};

/// The keys by which the rows on the other side of a row's relations point at it.
pub trait Keys {
    /// The key by which those of this relation do.
    fn key(&self, relation: &ReverseDef) -> Value<'_>;
}

/// A primary key, where there is no other one.
impl<K: Field> Keys for K {
    fn key(&self, _: &ReverseDef) -> Value<'_> {
        self.to_value()
    }
}

/// A primary key, and the other keys by their columns.
pub struct AlternateKeys<'a, K>(pub &'a K, pub &'a [(usize, &'a dyn Cell)]);

impl<K: Field> Keys for AlternateKeys<'_, K> {
    fn key(&self, relation: &ReverseDef) -> Value<'_> {
        let column = relation.near_column();
        let other = self.1.iter().find(|(other, _)| *other == column);
        other.map_or_else(|| self.0.to_value(), |(_, cell)| cell.to_value())
    }
}

impl<K: fmt::Debug> fmt::Debug for AlternateKeys<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AlternateKeys").field(self.0).finish_non_exhaustive()
    }
}

/// What the field of a relation without a column holds in a row with these keys.
pub fn holder<H: Holder>(keys: &impl Keys, relation: &'static ReverseDef) -> H {
    H::of(keys.key(relation), relation)
}
