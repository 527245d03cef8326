use crate::model::Model;
use crate::relation::{ForeignKey, TargetKey};
use crate::value::Nullability;

/// Says where the foreign key number `R` of a model points. Implemented by `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// use orm::path::RelationTo;
///
/// fn target<M: RelationTo<0>>() -> &'static str {
///     <M as RelationTo<0>>::Target::TABLE.model
/// }
/// assert_eq!(target::<City>(), "Country");
/// ```
pub trait RelationTo<const R: usize>: Model {
    /// The model that it points at.
    type Target: Model;
    /// By which of its columns.
    type By: TargetKey<Self::Target>;
    /// Whether it can be NULL.
    type Nullability: Nullability;

    /// The foreign key, if there is one. To be changed, and for reading as well: the compiler has to see each method of each
    /// model.
    fn foreign_key(&mut self) -> Option<&mut ForeignKey<Self::Target, Self::By>>;
}
