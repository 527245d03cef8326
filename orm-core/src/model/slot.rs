/// Marks a required field of a new row as set; the default of the builder's type parameters.
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
/// fn complete(new: NewCountry<orm::model::Set>) -> NewCountry {
///     new
/// }
/// complete(Country::create().name("France"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Set;

/// A required field of `M` that is set. A field that is not shows here as a type of its own name.
///
/// ```compile_fail
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// async fn example() -> orm::Result<Country> {
///     Country::create().await // the required field `name` is not set
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` of `{M}` is not set",
    label = "`.{Self}(..)` is missing"
)]
pub trait Given<M> {
    /// `Rest`, so that what is asked of it is not asked before the field is set.
    #[doc(hidden)]
    type Then<Rest>;
}

#[diagnostic::do_not_recommend]
impl<M> Given<M> for Set {
    type Then<Rest> = Rest;
}
