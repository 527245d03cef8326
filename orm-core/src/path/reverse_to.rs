use crate::model::Model;
use crate::relation::Holder;
use crate::schema::ReverseDef;

/// Says where the relation number `R` of a model leads that has no column. Implemented by `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// use orm::path::ReverseTo;
///
/// assert_eq!(<Country as ReverseTo<0>>::DEF.field, "cities");
/// ```
pub trait ReverseTo<const R: usize>: Model {
    /// The model on the other side.
    type Target: Model;
    /// The type of the field.
    type Holder: Holder<Target = Self::Target>;
    /// The relation.
    const DEF: ReverseDef;

    /// The field.
    fn holder(&mut self) -> &mut Self::Holder;
}
