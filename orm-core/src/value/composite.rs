//! [`Key`] for tuples: primary keys of several columns.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{Field, Key, KeyColumn, ReadResult, RowReader, RowType, SqlType, Value};

/// A primary key of several columns: a tuple of what these hold, in the order of the struct's fields.
///
/// Wherever a key is given, the tuple itself will do.
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

/// What the tuples of keys have in common.
trait Parts {
    const TYPE: &'static RowType;
}

macro_rules! composite {
    ($($name:ident $place:tt),*) => {
        impl<$($name: KeyColumn),*> Parts for ($($name,)*) {
            const TYPE: &'static RowType = &RowType { parts: &[$($name::TYPE),*] };
        }

        #[diagnostic::do_not_recommend]
        impl<$($name: KeyColumn),*> Field for Composite<($($name,)*)> {
            const TYPE: SqlType = SqlType::Row(<($($name,)*) as Parts>::TYPE);

            fn to_value(&self) -> Value<'_> {
                Value::Row(<($($name,)*) as Parts>::TYPE, vec![$(self.0.$place.to_value()),*])
            }

            fn into_value(self) -> Value<'static> {
                Value::Row(<($($name,)*) as Parts>::TYPE, vec![$(self.0.$place.into_value()),*])
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

composite!(A 0, B 1);
composite!(A 0, B 1, C 2);
composite!(A 0, B 1, C 2, D 3);
composite!(A 0, B 1, C 2, D 3, E 4);
composite!(A 0, B 1, C 2, D 3, E 4, F 5);
