use super::{Model, Set};

/// A required field of `M` that is set, or is a foreign key.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` of `{M}` is not set",
    label = "`{Self}(..)` is missing"
)]
pub trait GivenOrRelation<M> {}

#[diagnostic::do_not_recommend]
impl<M> GivenOrRelation<M> for Set {}

/// A list of required fields of `M`, each of which is set or is a foreign key.
pub trait AllButRelations<M> {}

impl<M> AllButRelations<M> for () {}

impl<M, First: GivenOrRelation<M>, Others: AllButRelations<M>> AllButRelations<M> for (First, Others) {}

/// A model with a foreign key that can be NULL, so that its rows can be taken out of a relation. Implemented by
/// `#[derive(Model)]`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Team { id: i64, players: HasMany<Player> }
/// # #[derive(Model)] struct Player { id: i64, team: Option<ForeignKey<Team>> }
/// fn can_leave<M: orm::model::Detachable>() {}
/// can_leave::<Player>();
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot be taken out of a relation",
    label = "`{Self}` has no foreign key that can be NULL",
    note = "delete the rows, or `add` them to another row; or write the foreign key as an Option"
)]
pub trait Detachable: Model {}
