use std::marker::PhantomData;

use super::{Hop, Path, RelationTo, Step};
use crate::model::Model;
use crate::value::Nullability;

/// The path `P`, and from there along the foreign key number `R` of its target.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// use orm::path::{Join, Path, Root};
///
/// fn target<P: Path>() -> &'static str {
///     <P::Target as Model>::TABLE.model
/// }
/// assert_eq!(target::<Join<Root<City>, 0>>(), "Country");
/// ```
#[derive(Debug)]
pub struct Join<P, const R: usize>(PhantomData<fn() -> P>);

impl<P, const R: usize> Clone for Join<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, const R: usize> Copy for Join<P, R> {}

type NullabilityOf<P, const R: usize> =
    <<P as Path>::Nullability as Nullability>::Or<<<P as Path>::Target as RelationTo<R>>::Nullability>;

impl<P: Path, const R: usize> Path for Join<P, R>
where
    P::Target: RelationTo<R>,
{
    type Root = P::Root;
    type Target = <P::Target as RelationTo<R>>::Target;
    type Nullability = NullabilityOf<P, R>;
    const HOP: Option<&'static Hop> = Some(&Hop {
        parent: P::HOP,
        source: <P::Target as Model>::TABLE,
        step: Step::Forward(R),
        nullable: <NullabilityOf<P, R> as Nullability>::NULLABLE,
    });
}
