//! [`Key`] for tuples: primary keys of several columns.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{Field, Key, KeyColumn, ReadResult, RowReader, RowType, SqlType, Value};

/// A primary key of several columns: a tuple of what these hold, in the order of the struct's fields.
///
/// Where a row's key is given, or a foreign key is set to one or compared with it, the tuple itself will do.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Seat {
///     #[orm(primary_key)]
///     row: String,
///     #[orm(primary_key)]
///     number: i32,
///     free: bool,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Seat]).await?;
/// Seat::create().row("F").number(12).free(true).await?;
/// let seat = Seat::get(("F", 12)).await?;
/// let (row, number) = seat.key().0;
/// assert_eq!((row.as_str(), number), ("F", 12));
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Composite<T>(pub T);

impl<T: fmt::Debug> fmt::Debug for Composite<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> From<T> for Composite<T> {
    fn from(parts: T) -> Self {
        Self(parts)
    }
}

impl<T> Deref for Composite<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// So that a map by keys is asked for a tuple.
impl<T> Borrow<T> for Composite<T> {
    fn borrow(&self) -> &T {
        &self.0
    }
}

impl<T: PartialEq> PartialEq<T> for Composite<T> {
    fn eq(&self, other: &T) -> bool {
        self.0 == *other
    }
}

/// A tuple of what the columns of a key hold.
trait KeyTuple {
    const TYPE: &'static RowType;
}

macro_rules! composite {
    ($($name:ident $_part:ident $place:tt),*) => {
        impl<$($name: Field),*> KeyTuple for ($($name,)*) {
            const TYPE: &'static RowType = &RowType { parts: &[$($name::TYPE),*] };
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: Field),*> Field for Composite<($($name,)*)> {
            const TYPE: SqlType = SqlType::Row(<($($name,)*) as KeyTuple>::TYPE);

            fn to_value(&self) -> Value<'_> {
                Value::Row(<($($name,)*) as KeyTuple>::TYPE, vec![$(self.0.$place.to_value()),*])
            }

            fn into_value(self) -> Value<'static> {
                Value::Row(<($($name,)*) as KeyTuple>::TYPE, vec![$(self.0.$place.into_value()),*])
            }

            /// NULL where one of the columns is: then there is no row that the key could mean.
            fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
                let parts = ($($name::read(row)?,)*);
                Ok((|| Some(Self(($(parts.$place?,)*))))())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: KeyColumn),*> Key for Composite<($($name,)*)> {
            const GENERATED: bool = false;
        }
    };
}

/// Calls a macro once for each number of columns that a key can have: with as many names, as many others, and places.
macro_rules! composites {
    ($macro:ident) => {
        $macro!(A K 0, B L 1);
        $macro!(A K 0, B L 1, C N 2);
        $macro!(A K 0, B L 1, C N 2, D O 3);
        $macro!(A K 0, B L 1, C N 2, D O 3, E P 4);
        $macro!(A K 0, B L 1, C N 2, D O 3, E P 4, F Q 5);
    };
}

composites!(composite);

pub(crate) use composites;
