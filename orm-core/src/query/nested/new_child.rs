use super::{Child, Nested};
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

    /// The same, of a type that all new rows of the model have in common: for lists in which some rows have others nested in them, or set
    /// their foreign key, and some do not.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String, streets: HasMany<Street> }
    /// # #[derive(Model)] struct Street { id: i64, city: ForeignKey<City> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City, Street]).await?;
    /// let paris = City::create().name("Paris").streets([Street::create(), Street::create()]);
    /// let lyon = City::create().name("Lyon");
    /// let france = Country::create().cities([paris.into_child(), lyon.into_child()]).await?;
    /// assert!(france.cities.get()?[1].streets.get().is_err()); // none were given, so that none are loaded
    /// # Ok(()) }
    /// ```
    fn into_child(self) -> Child<M>
    where
        Self: Sized,
    {
        Child::new(self.into_parts())
    }
}
