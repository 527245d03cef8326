use std::fmt::Debug;
use std::hash::Hash;

use uuid::Uuid;

use super::Field;

/// A type that a primary key can have: `i32`, `i64`, `Uuid` or `String`, or a struct around one of these that derives
/// `Field`.
///
/// Whole numbers are counted up by the database, a `Uuid` is made here (version 7, which sorts by time),
/// and a `String` is given by whoever creates the row.
///
/// ```
/// fn is_key<K: orm::value::Key>() {}
/// is_key::<i64>();
/// is_key::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a primary key cannot be a `{Self}`",
    label = "not a key type",
    note = "a primary key is an i32, an i64, a Uuid, a String, or a struct around one that derives `Field` and Debug, Clone, PartialEq, Eq, PartialOrd, Ord and Hash"
)]
pub trait Key: Field + Clone + Debug + Eq + Hash + Ord {
    /// Whether the database counts this key up by itself.
    const GENERATED: bool;

    /// A new key, where the key is made by the program.
    #[must_use]
    fn make() -> Option<Self> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl Key for i32 {
    const GENERATED: bool = true;
}

#[diagnostic::do_not_recommend]
impl Key for i64 {
    const GENERATED: bool = true;
}

#[diagnostic::do_not_recommend]
impl Key for String {
    const GENERATED: bool = false;
}

#[diagnostic::do_not_recommend]
impl Key for Uuid {
    const GENERATED: bool = false;

    fn make() -> Option<Self> {
        Some(Uuid::now_v7())
    }
}
