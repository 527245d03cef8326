use std::fmt;
use std::ops::Index;

use super::many::{self, KeyAt};
use crate::database::{Db, Request};
use crate::field::{FieldSet, ToMany};
use crate::model::{Fields, Model};
use crate::path::{ReverseTo, Root};
use crate::query::QuerySet;
use crate::query::pending::Pending;
use crate::relation::{RowKey, RowsByParent};

/// The rows on the other side of a relation for each of these rows, as a query gives them: with numbers by `annotate`, or
/// some of their values. One statement, whatever the number of rows.
///
/// What fits in the rows themselves is loaded into them by [`prefetch`](super::prefetch) and `prefetch_related`. A limit
/// counts for each row.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String, streets: HasMany<Street> }
/// # #[derive(Model)] struct Street { id: i64, city: ForeignKey<City> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City, Street]).await?;
/// let peru = Country::create().name("Peru").await?;
/// let lima = City::create().country(&peru).name("Lima").await?;
/// Street::create().city(&lima).await?;
///
/// let countries = Country::all().await?;
/// let cities = orm::related(&countries, |c| c.cities, City::all().annotate(|c| c.streets.count())).await?;
/// for (country, cities) in countries.iter().zip(&cities) {
///     for (city, streets) in cities {
///         println!("{} in {} has {streets} streets", city.name, country.name);
///     }
/// }
/// assert_eq!(cities[0][0].1, 1);
/// # Ok(()) }
/// ```
pub fn related<'a, M, T, O, const R: usize>(
    rows: impl IntoIterator<Item = &'a M>,
    relation: impl FnOnce(&'static Fields<M>) -> ToMany<Root<M>, R>,
    query: QuerySet<T, O>,
) -> Pending<'static, PerRow<O>>
where
    M: ReverseTo<R, Target = T>,
    T: Model,
    O: Send + 'static,
{
    relation(Fields::<M>::REF);
    let def = &M::TABLE.reverse[R];
    let column = def.near_column();
    let keys: Vec<RowKey> = rows.into_iter().filter_map(|row| RowKey::of_column(row, column)).collect();
    Pending::new(move |db: Db| async move {
        let count = keys.len();
        if count == 0 || query.select.is_empty() {
            return Ok(PerRow { rows: RowsByParent::none(), count });
        }
        let Request { statement, exchange } = many::ask(&query, def, &keys, KeyAt::Front, &db)?;
        let outcome = db.run(statement, exchange).await?;
        let rows = many::answer::<T, O>(outcome.exchange, &db, &db.provenance()).await?;
        Ok(PerRow { rows, count })
    })
}

/// For each of several rows what a query gives for it, in their order: what [`related`] gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
/// let countries = [Country::create().await?, Country::create().await?];
/// City::create().country(&countries[1]).name("Lima").await?;
/// let names = orm::related(&countries, |c| c.cities, City::all().values(|c| c.name)).await?;
/// assert_eq!((names.len(), names[0].len(), names[1][0].as_str()), (2, 0, "Lima"));
/// # Ok(()) }
/// ```
pub struct PerRow<O> {
    rows: RowsByParent<O>,
    count: usize,
}

impl<O> PerRow<O> {
    /// For how many rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let countries = [Country::create().await?, Country::create().await?];
    /// let cities = orm::related(&countries, |c| c.cities, City::all()).await?;
    /// assert_eq!(cities.len(), 2);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether that was none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let countries = [Country::create().await?, Country::create().await?];
    /// let cities = orm::related(&countries, |c| c.cities, City::all()).await?;
    /// assert!(!cities.is_empty() && cities[0].is_empty());
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What belongs to each of the rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let countries = [Country::create().await?, Country::create().await?];
    /// let cities = orm::related(&countries, |c| c.cities, City::all()).await?;
    /// assert!(cities.iter().all(<[City]>::is_empty));
    /// # Ok(()) }
    /// ```
    pub fn iter(&self) -> PerRowIter<'_, O> {
        PerRowIter { rows: self, next: 0 }
    }
}

/// What belongs to the row at this position.
impl<O> Index<usize> for PerRow<O> {
    type Output = [O];

    fn index(&self, position: usize) -> &[O] {
        assert!(position < self.count, "there are {} rows, and none at {position}", self.count);
        self.rows.get(position)
    }
}

impl<'a, O> IntoIterator for &'a PerRow<O> {
    type Item = &'a [O];
    type IntoIter = PerRowIter<'a, O>;

    fn into_iter(self) -> PerRowIter<'a, O> {
        self.iter()
    }
}

impl<O: fmt::Debug> fmt::Debug for PerRow<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Goes through a [`PerRow`].
#[derive(Debug)]
pub struct PerRowIter<'a, O> {
    rows: &'a PerRow<O>,
    next: usize,
}

impl<'a, O> Iterator for PerRowIter<'a, O> {
    type Item = &'a [O];

    fn next(&mut self) -> Option<&'a [O]> {
        let position = self.next;
        self.next += 1;
        (position < self.rows.count).then(|| self.rows.rows.get(position))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.rows.count.saturating_sub(self.next);
        (left, Some(left))
    }
}

impl<O> ExactSizeIterator for PerRowIter<'_, O> {}
