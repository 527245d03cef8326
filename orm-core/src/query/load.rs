//! Loading a relation by way of a row: for all rows that were read with it, in one query.

use std::future::Future;
use std::panic::Location;

use super::QuerySet;
use super::n_plus_one::{Loaded, single_load};
use super::pending::Pending;
use super::prefetch::{load_many, load_one};
use crate::database::Db;
use crate::error::{Error, NotLoaded, Result};
use crate::model::Model;
use crate::relation::{ForeignKey, HasMany, HasOne, Holder as _, ManyToMany, Provenance, Related, TargetKey};

impl<M: Model, B: TargetKey<M>> ForeignKey<M, B> {
    /// The row that it points at. Where it is not loaded, one query loads it for all rows that were read together with its own,
    /// also where these have moved elsewhere.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where there is no such row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().name("France").await?;
    /// City::bulk_create((0..100).map(|_| City::create().country(&france))).await?;
    ///
    /// // Two statements, not a hundred and one.
    /// for city in City::all().await? {
    ///     assert_eq!(city.country.load().await?.name, "France");
    /// }
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load(&self) -> Pending<'_, &M> {
        let at = Location::caller();
        let siblings = self.siblings();
        let work = move |db: Db| async move {
            let rows = match siblings.rows.get() {
                Some(rows) => rows,
                None => {
                    let (model, relation) = self.place();
                    permitted(&siblings.provenance, model, relation, NotLoaded::Forbidden)?;
                    single_load(siblings.keys.len(), model, Loaded::Relation(relation), at)?;
                    siblings
                        .rows
                        .get_or_try_init(|| load_one::<M, B>(&db, &siblings.keys, &siblings.provenance))
                        .await?
                }
            };
            rows.get(self.id()).ok_or(Error::DoesNotExist { model: M::TABLE.model })
        };
        from_its_database(Pending::new(work), &siblings.provenance)
    }

    /// The row that it points at, read for this one row alone, and not kept here.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where there is no such row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().name("France").await?;
    /// let city = City::create().country(&france).await?;
    /// let country: Country = city.country.load_one().await?;
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load_one(&self) -> Pending<'_, M> {
        let at = Location::caller();
        let provenance = &self.siblings().provenance;
        let work = move |db: Db| async move {
            let (model, relation) = self.place();
            permitted(provenance, model, relation, NotLoaded::Forbidden)?;
            single_load(1, model, Loaded::Relation(relation), at)?;
            let mut rows = load_one::<M, B>(&db, std::slice::from_ref(self.id()), provenance).await?;
            rows.remove(self.id()).ok_or(Error::DoesNotExist { model: M::TABLE.model })
        };
        from_its_database(Pending::new(work), provenance)
    }
}

/// Work that is done by way of a relation, on the database from which its row came, where the query of that named one.
pub(super) fn on_its_database<'a, M: Model, F, W, T>(related: &'a Related<M>, work: F) -> Pending<'a, T>
where
    F: FnOnce(Db) -> W + Send + 'a,
    W: Future<Output = Result<T>> + Send + 'a,
{
    match related.provenance() {
        Some(provenance) => from_its_database(Pending::new(work), provenance),
        None => Pending::new(work),
    }
}

/// The database from which the row came, where its query named one.
pub(super) fn database_of(provenance: &Provenance) -> Option<Db> {
    provenance.origin.as_ref().and_then(|origin| origin.downcast_ref::<Db>()).map(Db::lasting)
}

pub(super) fn from_its_database<'a, T>(pending: Pending<'a, T>, provenance: &Provenance) -> Pending<'a, T> {
    match database_of(provenance) {
        Some(db) => pending.using(&db),
        None => pending,
    }
}

pub(super) fn permitted(
    provenance: &Provenance,
    model: &'static str,
    relation: &'static str,
    reason: NotLoaded,
) -> Result<()> {
    match provenance.forbids_loading {
        true => Err(Error::NotLoaded { model, relation, reason }),
        false => Ok(()),
    }
}

/// All rows of a relation without a column, loaded for it and all that were read with its row.
fn load<'a, T: Model, O: 'a>(
    related: &'a Related<T>,
    at: &'static Location<'static>,
    rows: fn() -> QuerySet<T>,
    give: fn(&'a [T]) -> O,
) -> Pending<'a, O> {
    let work = move |db: Db| async move {
        let siblings = related.siblings()?;
        if siblings.all.rows.get().is_none() {
            let (def, _) = related.owner()?;
            permitted(&siblings.all.provenance, def.model, def.field, NotLoaded::Forbidden)?;
            single_load(siblings.all.keys.len(), def.model, Loaded::Relation(def.field), at)?;
            let rows = rows();
            let load = || load_many(&db, def, &siblings.all.keys, &siblings.all.provenance, &rows);
            siblings.all.rows.get_or_try_init(load).await?;
        }
        related.get().map(give)
    };
    on_its_database(related, work)
}

/// The rows of a relation without a column, for this one row alone.
fn load_alone<'a, T: Model>(related: &'a Related<T>, at: &'static Location<'static>) -> Pending<'a, Vec<T>> {
    let work = move |db: Db| async move {
        let (def, key) = related.owner()?;
        let siblings = related.siblings()?;
        permitted(&siblings.all.provenance, def.model, def.field, NotLoaded::Forbidden)?;
        single_load(1, def.model, Loaded::Relation(def.field), at)?;
        let rows = load_many(&db, def, std::slice::from_ref(key), &siblings.all.provenance, &QuerySet::new()).await?;
        Ok(rows.into_rows())
    };
    on_its_database(related, work)
}

impl<T: Model> HasMany<T> {
    /// The rows. Where they are not loaded, one query loads them for all rows that were read together with this one, also
    /// where these have moved elsewhere.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// City::create().country(&france).await?;
    /// let cities: &[City] = france.cities.load().await?;
    /// assert_eq!(cities.len(), 1);
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load(&self) -> Pending<'_, &[T]> {
        load(self.related(), Location::caller(), QuerySet::new, |rows| rows)
    }

    /// The rows of this one row alone, read anew and not kept here.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// let cities: Vec<City> = france.cities.load_one().await?;
    /// assert!(cities.is_empty());
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load_one(&self) -> Pending<'_, Vec<T>> {
        load_alone(self.related(), Location::caller())
    }
}

impl<T: Model, L> ManyToMany<T, L> {
    /// The rows. Where they are not loaded, one query loads them for all rows that were read together with this one, also
    /// where these have moved elsewhere. See [`HasMany::load`].
    #[track_caller]
    pub fn load(&self) -> Pending<'_, &[T]> {
        load(self.related(), Location::caller(), QuerySet::new, |rows| rows)
    }

    /// The rows of this one row alone, read anew and not kept here. See [`HasMany::load_one`].
    #[track_caller]
    pub fn load_one(&self) -> Pending<'_, Vec<T>> {
        load_alone(self.related(), Location::caller())
    }
}

impl<T: Model> HasOne<T> {
    /// The row, or `None` where there is none. Where it is not loaded, one query loads it for all rows that were read together
    /// with this one. See [`HasMany::load`].
    #[track_caller]
    pub fn load(&self) -> Pending<'_, Option<&T>> {
        load(self.related(), Location::caller(), QuerySet::whole, <[T]>::first)
    }
}
