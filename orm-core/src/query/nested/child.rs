use std::fmt;

use super::{Nested, NewChild};
use crate::model::{Model, NewRow as _};

/// A new row that is to be created with another one, whatever was set in it: what [`into_child`](NewChild::into_child) makes.
///
/// ```
/// # use orm::prelude::*;
/// # use orm::query::NewChild;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String, streets: HasMany<Street> }
/// # #[derive(Model)] struct Street { id: i64, city: ForeignKey<City> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City, Street]).await?;
/// let cities: Vec<orm::query::Child<City>> =
///     vec![City::create().name("Paris").streets([Street::create()]).into_child(), City::create().name("Lyon").into_child()];
/// let france = Country::create().cities(cities).await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is created until the row is that it is given to"]
pub struct Child<M: Model> {
    new: M::New,
    nested: Nested<M>,
}

impl<M: Model> Child<M> {
    pub(super) fn new((new, nested): (M::New, Nested<M>)) -> Self {
        Self { new, nested }
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> NewChild<M> for Child<M> {
    fn into_parts(self) -> (M::New, Nested<M>) {
        (self.new, self.nested)
    }
}

impl<M: Model> fmt::Debug for Child<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Child");
        shown.field("model", &M::TABLE.model);
        for (index, column) in M::TABLE.columns.iter().enumerate().filter(|(index, _)| self.new.is_set(*index)) {
            shown.field(column.field, &self.new.column(index));
        }
        shown.finish_non_exhaustive()
    }
}
