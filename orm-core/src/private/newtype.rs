//! What `#[derive(Field)]` asks of the type inside a struct. Each trait says the same as the one that it is named
//! after, but with a lifetime: a bound with one may be unmet, and then only the implementation that has it is missing.

use std::fmt::Debug;
use std::hash::Hash;

use crate::expr::TextField;
use crate::model::Unset;
use crate::value::KeyColumn;

/// A type that is text.
pub trait TextOf<'a>: TextField {}

impl<T: TextField> TextOf<'_> for T {}

/// A type that is a primary key.
pub trait KeyOf<'a>: KeyColumn + Unset {}

impl<T: KeyColumn + Unset> KeyOf<'_> for T {}

/// A type that has what is asked of a primary key beside being stored.
pub trait KeyParts<'a>: Clone + Debug + Eq + Hash + Ord {}

impl<T: Clone + Debug + Eq + Hash + Ord> KeyParts<'_> for T {}
