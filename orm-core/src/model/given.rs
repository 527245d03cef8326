/// Marks a required field of a new row as set; as the builder's type parameter says.
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
/// // One required field, and it is set.
/// fn complete(new: NewCountry<(orm::model::Set, ())>) -> NewCountry {
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
    label = "`{Self}(..)` is missing"
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

/// A list of required fields of `M`, all of which are set.
#[diagnostic::on_unimplemented(
    message = "a patch of `{M}` is no new row, and cannot be awaited",
    label = "give it to `apply` of the row that it is to change",
    note = "`{M}::create()` starts a new row"
)]
pub trait AllGiven<M> {
    /// `Rest`, so that what is asked of it is not asked before the fields are set.
    #[doc(hidden)]
    type Then<Rest>;
}

impl<M> AllGiven<M> for () {
    type Then<Rest> = Rest;
}

/// The others are asked for through the first, so that of several missing fields the first one is reported.
impl<M, First, Others> AllGiven<M> for (First, Others)
where
    First: Given<M>,
    First::Then<Others>: AllGiven<M>,
{
    type Then<Rest> = <First::Then<Others> as AllGiven<M>>::Then<Rest>;
}
