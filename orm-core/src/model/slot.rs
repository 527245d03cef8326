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

/// A required field that is set. A field that is not shows here as a type of its own name.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` is not set",
    label = "`.{Self}(..)` is missing",
    note = "fields that are not an Option and have no default must be set before the row is created"
)]
pub trait Given {}

impl Given for Set {}
