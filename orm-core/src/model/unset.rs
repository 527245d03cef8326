use chrono::NaiveDate;
use uuid::Uuid;

use super::Set;

/// What stands for a primary key in the list of a new row's required fields while nothing is set: [`Set`] where the
/// database or the library makes the key, and else the marker that says that it is missing.
#[diagnostic::on_unimplemented(message = "a key cannot be a `{Self}`", label = "not a key type")]
pub trait Unset {
    /// One of the two.
    type Marker<Missing>;
}

macro_rules! made {
    ($($key:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Unset for $key {
            type Marker<Missing> = Set;
        }
    )*};
}

made!(i32 i64 Uuid);

macro_rules! given {
    ($($key:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Unset for $key {
            type Marker<Missing> = Missing;
        }
    )*};
}

given!(String i16 NaiveDate);
