use super::Nested;
use crate::model::Model;

/// A new row that lacks no required field but foreign keys: what `create` of a relation takes, which sets one of them.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     cities: HasMany<City>,
/// }
///
/// #[derive(Model)]
/// struct City {
///     id: i64,
///     country: ForeignKey<Country>,
///     name: String,
/// }
///
/// fn is_child(_: impl orm::query::NewChild<City>) {}
/// is_child(City::create().name("Paris"));
/// ```
#[diagnostic::on_unimplemented(
    message = "expected a new row of `{M}`, such as `{M}::create()`, found `{Self}`",
    label = "not a new `{M}`"
)]
pub trait NewChild<M: Model> {
    /// The new row, as if it lacked nothing, and what is to be created with it.
    #[doc(hidden)]
    fn into_parts(self) -> (M::New, Nested<M>);
}
