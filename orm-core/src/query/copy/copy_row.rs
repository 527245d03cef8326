use std::error::Error as StdError;

use crate::error::{Error, Result};
use crate::model::{Model, NewModel};

/// What [`copy_in`](super::CopyRecord::copy_in) takes for a row of `M`: a new row whose required fields are all set, or a
/// `Result` of one, of which the first error ends the copy with nothing of it kept.
///
/// An error of the program's own becomes [`Error::Custom`]; [`Error::downcast_ref`] finds it again.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// fn takes(row: impl orm::query::CopyRow<Country>) {}
///
/// takes(Country::create().name("France"));
/// takes(Err::<NewCountry, _>(std::io::Error::other("the file is broken")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no new row of `{M}`",
    label = "not a new row of `{M}`, nor a `Result` of one",
    note = "a new row is what `{M}::create()` gives once all of its required fields are set"
)]
pub trait CopyRow<M: Model> {
    /// The row, or why there is none.
    ///
    /// # Errors
    /// That of whoever gives the rows.
    fn into_row(self) -> Result<M::New>;
}

#[diagnostic::do_not_recommend]
impl<M: Model<New = N>, N: NewModel<Model = M>> CopyRow<M> for N {
    fn into_row(self) -> Result<N> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M, N, E> CopyRow<M> for Result<N, E>
where
    M: Model<New = N>,
    N: NewModel<Model = M>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn into_row(self) -> Result<N> {
        self.map_err(of_the_program)
    }
}

/// An error of whoever gives the rows, which is one of the library's where rows are read to be copied.
#[cold]
pub(super) fn of_the_program(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
    error.into().downcast::<Error>().map_or_else(Error::custom, |error| *error)
}
