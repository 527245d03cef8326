use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{RelationTo, Root};
use crate::relation::TargetKey;
use crate::value::{ColumnType, Nullability};

/// What a [`Draft`](super::Draft) of a model knows: its columns and its foreign keys.
///
/// ```
/// # use orm::prelude::*;
/// # use orm::validation::Draft;
/// # #[derive(Model)] struct Country { id: i64 }
/// # #[derive(Model)] #[orm(validate = of_a_country)] struct City { id: i64, country: Option<ForeignKey<Country>>, name: String }
/// fn of_a_country(city: &Draft<'_, City>) -> Result<(), &'static str> {
///     let key: Option<Option<i64>> = city.get(|c| c.country);
///     if key.flatten().is_none() && city.get(|c| c.name).is_some_and(|name| name != "Atlantis") { Err("no country") } else { Ok(()) }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a rule of `{M}` sees the fields of `{M}` itself, and not `{Self}`",
    label = "neither a column nor a foreign key of `{M}`"
)]
pub trait DraftField<M> {
    /// What its value is read as.
    type Type: ColumnType;

    /// The column's number in the model's table.
    #[doc(hidden)]
    fn column(self) -> usize;
}

#[diagnostic::do_not_recommend]
impl<M, T: ColumnType> DraftField<M> for Column<Root<M>, T> {
    type Type = T;

    fn column(self) -> usize {
        self.index()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model + RelationTo<R>, const R: usize> DraftField<M> for ToOne<Root<M>, R> {
    type Type = <M::Nullability as Nullability>::Output<<M::By as TargetKey<<M as RelationTo<R>>::Target>>::Key>;

    fn column(self) -> usize {
        M::TABLE.relations[R].column
    }
}
