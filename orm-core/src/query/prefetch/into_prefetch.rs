use std::sync::Arc;

use super::named::Named;
use super::to_many::PrefetchMany;
use super::to_one::PrefetchOne;
use super::{Prefetch, Prefetches, With};
use crate::field::{ToMany, ToOne, ToOneBack};
use crate::model::Model;
use crate::path::{Back, Join, Path, RelationTo, ReverseTo, Root};
use crate::query::QuerySet;

/// What the closure of `prefetch_related` returns: a relation such as `u.orders`, one with a query of its own such as
/// `u.orders.with(..)`, or a tuple of up to sixteen.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// Country::all().prefetch_related(|c| c.cities);
/// ```
#[diagnostic::on_unimplemented(
    message = "`prefetch_related` of `{M}` cannot load a `{Self}`",
    label = "expected a relation of `{M}`, or a tuple of these"
)]
pub trait IntoPrefetch<M: Model> {
    /// The relations.
    #[doc(hidden)]
    fn into_prefetch(self) -> Prefetches<M>;
}

/// A path that can be loaded step by step from its root.
pub trait Prefetched: Path {
    /// What to load at the root, so that these are loaded at the end of the path.
    fn prefetched(at_the_end: Prefetches<Self::Target>) -> Prefetches<Self::Root>;
}

impl<M: Model> Prefetched for Root<M> {
    fn prefetched(at_the_end: Prefetches<M>) -> Prefetches<M> {
        at_the_end
    }
}

impl<P: Prefetched, const R: usize> Prefetched for Join<P, R>
where
    P::Target: RelationTo<R>,
{
    fn prefetched(at_the_end: Prefetches<Self::Target>) -> Prefetches<P::Root> {
        one::<P, R>(Named::on_the_way(QuerySet::new().prefetching(at_the_end)))
    }
}

impl<P: Prefetched, const R: usize> Prefetched for Back<P, R>
where
    P::Target: ReverseTo<R>,
{
    fn prefetched(at_the_end: Prefetches<Self::Target>) -> Prefetches<P::Root> {
        back::<P, R>(Named::on_the_way(QuerySet::new().prefetching(at_the_end)))
    }
}

fn one<P: Prefetched, const R: usize>(named: Named<<P::Target as RelationTo<R>>::Target>) -> Prefetches<P::Root>
where
    P::Target: RelationTo<R>,
{
    let named = named.unscoped();
    P::prefetched(vec![Arc::new(PrefetchOne::<P::Target, R> { named }) as Arc<dyn Prefetch<P::Target>>])
}

/// A relation that leads to one row finds it whether or not its model's scope does, as a foreign key does.
fn back<P: Prefetched, const R: usize>(named: Named<<P::Target as ReverseTo<R>>::Target>) -> Prefetches<P::Root>
where
    P::Target: ReverseTo<R>,
{
    many::<P, R>(named.unscoped())
}

fn many<P: Prefetched, const R: usize>(named: Named<<P::Target as ReverseTo<R>>::Target>) -> Prefetches<P::Root>
where
    P::Target: ReverseTo<R>,
{
    P::prefetched(vec![Arc::new(PrefetchMany::<P::Target, R> { named }) as Arc<dyn Prefetch<P::Target>>])
}

/// A relation alone, and one with a query.
macro_rules! relations {
    ($($field:ident: $to:ident, $make:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<P: Prefetched + Path<Root = M>, M: Model, const R: usize> IntoPrefetch<M> for $field<P, R>
        where
            P::Target: $to<R>,
        {
            fn into_prefetch(self) -> Prefetches<M> {
                $make::<P, R>(Named::itself(QuerySet::new()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<P: Prefetched + Path<Root = M>, M: Model, T: Model, const R: usize> IntoPrefetch<M> for With<$field<P, R>, T>
        where
            P::Target: $to<R, Target = T>,
        {
            fn into_prefetch(self) -> Prefetches<M> {
                let With { rows, .. } = self;
                $make::<P, R>(Named::itself(rows))
            }
        }
    )*};
}

relations! {
    ToMany: ReverseTo, many;
    ToOneBack: ReverseTo, back;
    ToOne: RelationTo, one;
}

crate::tuples!(lists [M: Model] IntoPrefetch into_prefetch Prefetches<M>:);
