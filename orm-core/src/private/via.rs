//! Which foreign key is meant by a relation on its other side, checked while the program is compiled.

use crate::field::{ToMany, ToOne};
use crate::path::{Path, RefersOnceTo, RelationTo, ReverseTo};
use crate::schema::Through;
use crate::value::Same;

/// Says that a relation leads to `To`.
#[diagnostic::on_unimplemented(
    message = "this relation leads to `{Self}`, and not to `{To}`",
    label = "leads to `{Self}`"
)]
pub trait LeadsTo<To> {}

impl<M: Same<To>, To> LeadsTo<To> for M {}

/// The number of a foreign key that points at `To`.
#[must_use]
pub const fn via<To, P: Path, const R: usize>(_: ToOne<P, R>) -> usize
where
    P::Target: RelationTo<R>,
    <P::Target as RelationTo<R>>::Target: LeadsTo<To>,
{
    R
}

/// The number of the one foreign key that points at `To` and is unique.
#[must_use]
pub const fn refers_once<M: RefersOnceTo<To>, To>() -> usize {
    M::RELATION
}

/// What connects `To` with the model that has this relation to it, seen from `To`.
#[must_use]
pub const fn other_side<To, P: Path, const R: usize>(_: ToMany<P, R>) -> Through
where
    P::Target: ReverseTo<R>,
    <P::Target as ReverseTo<R>>::Target: LeadsTo<To>,
{
    <P::Target as ReverseTo<R>>::DEF.through.reversed()
}
