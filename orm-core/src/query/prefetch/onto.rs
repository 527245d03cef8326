use super::{IntoPrefetch, load_all};
use crate::database::Db;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::query::QuerySet;
use crate::query::pending::Pending;

/// Loads relations of rows that are here already, as `prefetch_related` does with a query: a statement for each, whatever the
/// number of rows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
/// let mut countries = vec![Country::create().await?, Country::create().await?];
/// orm::prefetch(&mut countries, |c| c.cities).await?;
/// assert!(countries[1].cities.get()?.is_empty());
/// # Ok(()) }
/// ```
pub fn prefetch<'a, M: Model, F: IntoPrefetch<M>>(
    rows: impl IntoIterator<Item = &'a mut M>,
    relations: impl FnOnce(&'static Fields<M>) -> F,
) -> Pending<'a, ()> {
    let prefetches = QuerySet::<M>::new().prefetching(relations(Fields::<M>::REF).into_prefetch()).prefetches();
    let mut rows: Vec<&mut M> = rows.into_iter().collect();
    Pending::new(move |db: Db| async move { load_all(&prefetches, &mut rows, &db, &db.provenance()).await })
}
