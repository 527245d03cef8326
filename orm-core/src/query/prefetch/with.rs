use std::marker::PhantomData;

use crate::field::{ToMany, ToOne, ToOneBack};
use crate::model::Model;
use crate::path::{Path, RelationTo, ReverseTo};
use crate::query::QuerySet;

/// A relation, and the query by which its rows are loaded: what [`ToMany::with`] gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
/// // The three largest cities of each country.
/// let largest = City::all().order_by(|c| c.people.desc()).limit(3);
/// Country::all().prefetch_related(|c| c.cities.with(largest));
/// ```
#[must_use = "it does nothing until it is given to prefetch_related"]
pub struct With<R, T: Model> {
    relation: PhantomData<fn() -> R>,
    pub(super) rows: QuerySet<T>,
}

// Written out for each kind of relation: where a query about another model is given, the compiler shows the method.

impl<P: Path, const R: usize> ToMany<P, R>
where
    P::Target: ReverseTo<R>,
{
    /// The rows that `prefetch_related` shall load, as this query gives them: in its order, with what it loads itself, and
    /// where it has conditions or a limit, only those. A limit counts for each row on this side.
    ///
    /// Rows that were picked so are read by `picked()`, apart from the whole. They come from the database of the rows on this
    /// side, whichever this query names. What `annotate` adds has no place in them: [`related`](crate::query::related) reads it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// City::bulk_create([1, 3, 2].map(|people| City::create().country(&france).people(people))).await?;
    /// let largest = City::all().order_by(|c| c.people.desc()).limit(2);
    /// let countries = Country::all().prefetch_related(|c| c.cities.with(largest)).await?;
    /// let people: Vec<i64> = countries[0].cities.picked()?.iter().map(|city| city.people).collect();
    /// assert_eq!(people, [3, 2]);
    /// # Ok(()) }
    /// ```
    pub fn with(
        self,
        rows: QuerySet<<P::Target as ReverseTo<R>>::Target>,
    ) -> With<Self, <P::Target as ReverseTo<R>>::Target> {
        With { relation: PhantomData, rows }
    }
}

impl<P: Path, const R: usize> ToOneBack<P, R>
where
    P::Target: ReverseTo<R>,
{
    /// The row that `prefetch_related` shall load, as this query gives it. See [`ToMany::with`].
    pub fn with(
        self,
        rows: QuerySet<<P::Target as ReverseTo<R>>::Target>,
    ) -> With<Self, <P::Target as ReverseTo<R>>::Target> {
        With { relation: PhantomData, rows }
    }
}

impl<P: Path, const R: usize> ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    /// The row that `prefetch_related` shall load, with what this query loads itself. It takes no conditions.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// City::all().prefetch_related(|c| c.country.with(Country::all().prefetch_related(|c| c.cities)));
    /// ```
    pub fn with(
        self,
        rows: QuerySet<<P::Target as RelationTo<R>>::Target>,
    ) -> With<Self, <P::Target as RelationTo<R>>::Target> {
        With { relation: PhantomData, rows }
    }
}
