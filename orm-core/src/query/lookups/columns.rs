use crate::expr::{ColumnRef, Selection};
use crate::field::{Column, ToOne};
use crate::path::{Hop, Path, RelationTo};
use crate::value::{ColumnType, Same};

/// What [`Lookups::allow`](super::Lookups::allow) takes: columns and foreign keys, whose names are those of their paths, and tuples of up to
/// sixteen of these.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
/// use orm::query::{Lookups, NamedColumns};
///
/// fn only<C: NamedColumns<City>>(columns: impl FnOnce(&'static Fields<City>) -> C) -> Lookups<City> {
///     Lookups::new().allow(columns)
/// }
/// assert!(only(|c| (c.people, c.country.name)).parse("country__name=France").is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "a parameter about `{M}` cannot be named after a `{Self}`",
    label = "expected a column of `{M}`, or a tuple of these",
    note = "what is computed gets a name by `allow_as(\"name\", ..)` or `order_by_as(\"name\", ..)`"
)]
pub trait NamedColumns<M>: Selection<M> {}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M> NamedColumns<M> for Column<P, T> where P::Root: Same<M> {}

#[diagnostic::do_not_recommend]
impl<P: Path, M, const R: usize> NamedColumns<M> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P::Root: Same<M>,
{
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<M, $($name: NamedColumns<M>),*> NamedColumns<M> for ($($name,)*) {}
    };
}

crate::tuples!(tuples);

/// The fields on the way to a column, as Django writes a path: `country__name`.
pub(super) fn name(column: &ColumnRef) -> String {
    let mut fields = vec![column.def().field];
    let mut hop: Option<&Hop> = column.hop;
    while let Some(step) = hop {
        fields.push(step.field());
        hop = step.parent;
    }
    fields.reverse();
    fields.join("__")
}
