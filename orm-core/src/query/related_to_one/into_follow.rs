use std::sync::Arc;

use super::Follow;
use super::backward::Backward;
use super::follow::{Branch, Follows};
use super::forward::Forward;
use crate::field::{ToOne, ToOneBack};
use crate::model::Model;
use crate::path::{Back, Join, Path, RelationTo, ReverseTo, Root};

/// What the closure of `select_related` returns: a relation to one row, such as `o.user` or `o.user.country`, or a tuple
/// of up to sixteen.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// let sql = City::all().select_related(|c| c.country).to_sql();
/// assert!(sql.contains("JOIN"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`select_related` of `{M}` cannot follow a `{Self}`",
    label = "expected a ForeignKey or HasOne of `{M}`, or a tuple of these",
    note = "relations to many rows are loaded by `prefetch_related`"
)]
pub trait IntoFollow<M: Model> {
    /// The relations.
    #[doc(hidden)]
    fn into_follow(self) -> Follows<M>;
}

/// A path that can be followed back to its root, relation by relation.
pub trait Followed: Path {
    /// What to read at the root, so that this is read at the end of the path.
    fn followed(children: Follows<Self::Target>) -> Follows<Self::Root>;
}

impl<M: Model> Followed for Root<M> {
    fn followed(children: Follows<M>) -> Follows<M> {
        children
    }
}

impl<P: Followed, const R: usize> Followed for Join<P, R>
where
    P::Target: RelationTo<R>,
{
    fn followed(children: Follows<Self::Target>) -> Follows<P::Root> {
        P::followed(vec![
            Arc::new(Forward::<P::Target, R>(Branch { hop: Self::HOP, children })) as Arc<dyn Follow<P::Target>>
        ])
    }
}

impl<P: Followed, const R: usize> Followed for Back<P, R>
where
    P::Target: ReverseTo<R>,
{
    fn followed(children: Follows<Self::Target>) -> Follows<P::Root> {
        P::followed(vec![
            Arc::new(Backward::<P::Target, R>(Branch { hop: Self::HOP, children })) as Arc<dyn Follow<P::Target>>
        ])
    }
}

#[diagnostic::do_not_recommend]
impl<P: Followed, M: Model, const R: usize> IntoFollow<M> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P: Path<Root = M>,
{
    fn into_follow(self) -> Follows<M> {
        Join::<P, R>::followed(Vec::new())
    }
}

#[diagnostic::do_not_recommend]
impl<P: Followed, M: Model, const R: usize> IntoFollow<M> for ToOneBack<P, R>
where
    P::Target: ReverseTo<R>,
    P: Path<Root = M>,
{
    fn into_follow(self) -> Follows<M> {
        Back::<P, R>::followed(Vec::new())
    }
}

crate::tuples!(lists [M: Model] IntoFollow into_follow Follows<M>:);
