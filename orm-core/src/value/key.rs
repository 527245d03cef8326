use std::fmt::Debug;
use std::hash::Hash;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Field;

/// A type that a primary key can have: `i32`, `i64`, `Uuid`, `String`, `i16` or `NaiveDate`, a struct around one of these
/// that derives `Field`, or a [`Composite`](super::Composite) of two to six of them.
///
/// `i32` and `i64` are counted up by the database, a `Uuid` is made here (version 7, which sorts by time), and the others
/// are given by whoever creates the row, as are all parts of a composite.
///
/// ```
/// fn is_key<K: orm::value::Key>() {}
/// is_key::<i64>();
/// is_key::<String>();
/// is_key::<orm::value::Composite<(i64, i16)>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a key cannot be a `{Self}`",
    label = "not a key type",
    note = "a key is an i32, i64, Uuid, String, i16, NaiveDate, or a struct around one that derives `Field` and Debug, Clone, PartialEq, Eq, PartialOrd, Ord and Hash",
    note = "a key of several columns consists of these, and of foreign keys to models whose key is one of them"
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
impl Key for i16 {
    const GENERATED: bool = false;
}

#[diagnostic::do_not_recommend]
impl Key for NaiveDate {
    const GENERATED: bool = false;
}

#[diagnostic::do_not_recommend]
impl Key for Uuid {
    const GENERATED: bool = false;

    fn make() -> Option<Self> {
        Some(Uuid::now_v7())
    }
}

/// A [`Key`] that is one column, and so can be one of several of which another key consists.
///
/// ```
/// fn is_one_column<K: orm::value::KeyColumn>() {}
/// is_one_column::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a primary key cannot consist of a `{Self}`",
    label = "not one column of a key",
    note = "it consists of i16, i32, i64, Uuid, String, NaiveDate, structs around one that derive `Field` and can be keys, and foreign keys to models whose key is one of these"
)]
pub trait KeyColumn: Key {}

macro_rules! columns {
    ($($key:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl KeyColumn for $key {}
    )*};
}

columns!(i16 i32 i64 Uuid String NaiveDate);

/// The type of a field of which a primary key consists: a type that a column holds, or a foreign key.
///
/// Whether it can be a part of a key is [`KeyColumn`]'s matter.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Order { id: i64 }
/// use orm::value::KeyPart;
///
/// assert_eq!(7_i64.key_part(), 7);
/// assert_eq!(ForeignKey::<Order>::new(7).key_part(), 7);
/// ```
pub trait KeyPart {
    /// What the key holds of it: of a foreign key, the key that it points at.
    type Key;

    /// This part of the key.
    fn key_part(&self) -> Self::Key;
}

#[diagnostic::do_not_recommend]
impl<T: Field + Clone> KeyPart for T {
    type Key = T;

    fn key_part(&self) -> T {
        self.clone()
    }
}

/// Asks that a field of this type can be one of several of which a key consists.
#[doc(hidden)]
pub const fn key_column<T: KeyPart<Key: KeyColumn>>() {}
