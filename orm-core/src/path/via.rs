//! Which foreign key is meant by a relation on its other side, checked while the program is compiled.
//! For derived code.

use super::{Path, RefersOnceTo, RelationTo, ReverseTo, UniqueRelation};
use crate::field::{ToMany, ToOne};
use crate::schema::Through;
use crate::value::Same;

/// Says that a relation leads to `To`.
#[diagnostic::on_unimplemented(
    message = "this relation leads to `{Self}`, and not to `{To}`",
    label = "leads to `{Self}`"
)]
pub trait LeadsTo<To> {}

#[diagnostic::do_not_recommend]
impl<M: Same<To>, To> LeadsTo<To> for M {}

/// A foreign key that points at `To`.
#[diagnostic::on_unimplemented(
    message = "this is no foreign key, which `via` names",
    label = "not a foreign key to `{To}`"
)]
pub trait KeyTo<To>: Copy {
    /// Its number.
    const RELATION: usize;
}

impl<To, P: Path, const R: usize> KeyTo<To> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    <P::Target as RelationTo<R>>::Target: LeadsTo<To>,
{
    const RELATION: usize = R;
}

/// A foreign key that points at `To`, and is unique.
#[diagnostic::on_unimplemented(
    message = "this is no foreign key, which `via` names",
    label = "not a foreign key to `{To}`"
)]
pub trait UniqueKeyTo<To>: KeyTo<To> {}

impl<To, P: Path, const R: usize> UniqueKeyTo<To> for ToOne<P, R>
where
    Self: KeyTo<To>,
    P::Target: UniqueRelation<R>,
{
}

/// A many-to-many relation that leads to `To`.
#[diagnostic::on_unimplemented(
    message = "this is no ManyToMany, which `via` names above another",
    label = "not a ManyToMany to `{To}`"
)]
pub trait LinkTo<To>: Copy {
    /// What connects `To` with the model that has the relation, seen from `To`.
    const THROUGH: Through;
}

impl<To, P: Path, const R: usize> LinkTo<To> for ToMany<P, R>
where
    P::Target: ReverseTo<R>,
    <P::Target as ReverseTo<R>>::Target: LeadsTo<To>,
{
    const THROUGH: Through = <P::Target as ReverseTo<R>>::DEF.through.reversed();
}

/// The number of a foreign key that points at `To`.
#[must_use]
pub const fn via<To, F: KeyTo<To>>(_: F) -> usize {
    F::RELATION
}

/// The number of a foreign key that points at `To` and is unique.
#[must_use]
pub const fn via_once<To, F: UniqueKeyTo<To>>(_: F) -> usize {
    F::RELATION
}

/// The number of the one foreign key that points at `To` and is unique.
#[must_use]
pub const fn refers_once<M: RefersOnceTo<To>, To>() -> usize {
    M::RELATION
}

/// What connects `To` with the model that has this relation to it, seen from `To`.
#[must_use]
pub const fn other_side<To, F: LinkTo<To>>(_: F) -> Through {
    F::THROUGH
}
