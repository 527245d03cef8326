//! What a query loads beside its rows.

use std::sync::Arc;

use super::QuerySet;
use super::gather::Gather;
use super::prefetch::{IntoPrefetch, Prefetches};
use super::read::GatherExchange;
use super::related_to_one::{Follow, IntoFollow, added};
use super::undeferred;
use crate::database::{Db, Request};
use crate::error::Result;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::sql::{Columns, Effect, Select, Statement};

/// Relations of the rows, and whether others may be loaded later.
pub(super) struct Loads<M: Model> {
    /// Deferred columns that are read with the rows.
    undeferred: Vec<usize>,
    follows: Vec<Arc<dyn Follow<M>>>,
    pub(super) prefetches: Prefetches<M>,
    pub(super) forbids_loading: bool,
}

impl<M: Model> Default for Loads<M> {
    fn default() -> Self {
        Self { undeferred: Vec::new(), follows: Vec::new(), prefetches: Vec::new(), forbids_loading: false }
    }
}

impl<M: Model> Clone for Loads<M> {
    fn clone(&self) -> Self {
        let Self { undeferred, follows, prefetches, forbids_loading } = self;
        let (undeferred, follows, prefetches) = (undeferred.clone(), follows.clone(), prefetches.clone());
        Self { undeferred, follows, prefetches, forbids_loading: *forbids_loading }
    }
}

impl<M: Model, T> QuerySet<M, T> {
    /// Reads relations to one row with each row, by joins: one query in all.
    ///
    /// A path such as `o.user.country` reads what is on its way, too; several go into a tuple. Rows that point at the same
    /// row share it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # #[derive(Model)] struct User { id: i64, country: Option<ForeignKey<Country>> }
    /// # #[derive(Model)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, User, Order]).await?;
    /// let france = Country::create().name("France").await?;
    /// let ann = User::create().country(&france).await?;
    /// Order::create().user(&ann).await?;
    ///
    /// let order = Order::all().select_related(|o| o.user.country).get().await?;
    /// let user = order.user.get()?;
    /// assert_eq!(user.country.as_ref().unwrap().get()?.name, "France");
    /// # Ok(()) }
    /// ```
    pub fn select_related<F: IntoFollow<M>>(self, relations: impl FnOnce(&'static Fields<M>) -> F) -> Self {
        let follows = relations(Fields::<M>::REF).into_follow();
        self.load(|loads| follows.iter().for_each(|follow| added(&mut loads.follows, follow)))
    }

    /// Loads relations of the rows by one more query each, whatever the number of rows; all of them are sent together.
    ///
    /// `u.orders.with(..)` gives the query by which a relation is loaded, which may load others in turn. A path such as
    /// `o.user.orders` loads what is on its way, too. A relation that is named twice is loaded as was said last; to be on the
    /// way of another says nothing, and takes nothing away.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().name("France").await?;
    /// City::create().country(&france).name("Paris").await?;
    ///
    /// for country in Country::all().prefetch_related(|c| c.cities).await? {
    ///     for city in country.cities.get()? {
    ///         println!("{} is in {}", city.name, country.name);
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    pub fn prefetch_related<F: IntoPrefetch<M>>(self, relations: impl FnOnce(&'static Fields<M>) -> F) -> Self {
        self.prefetching(relations(Fields::<M>::REF).into_prefetch())
    }

    /// Forbids loading relations of these rows later: `load` gives [`Error::NotLoaded`](crate::Error::NotLoaded) instead, where
    /// they are not loaded with the query. For places where each statement must be seen in the code.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// Country::create().await?;
    /// let country = Country::all().forbid_loading().get().await?;
    /// assert!(matches!(country.cities.load().await, Err(orm::Error::NotLoaded { .. })));
    /// # Ok(()) }
    /// ```
    pub fn forbid_loading(self) -> Self {
        self.load(|loads| loads.forbids_loading = true)
    }

    /// Reads these columns with the rows, as far as they would not be anyway.
    pub(super) fn undeferring(self, columns: impl IntoIterator<Item = usize>) -> Self {
        let is_deferred = |column: &usize| M::TABLE.columns.get(*column).is_some_and(|def| def.deferred);
        self.load(|loads| {
            for column in columns.into_iter().filter(is_deferred) {
                if !loads.undeferred.contains(&column) {
                    loads.undeferred.push(column);
                }
            }
        })
    }

    pub(super) fn prefetching(self, prefetches: Prefetches<M>) -> Self {
        self.load(|loads| {
            for prefetch in prefetches {
                match loads.prefetches.iter_mut().find(|other| other.step() == prefetch.step()) {
                    Some(same) => *same = same.again(&prefetch),
                    None => loads.prefetches.push(prefetch),
                }
            }
        })
    }

    pub(super) fn prefetches(&self) -> Prefetches<M> {
        self.loads.as_ref().map_or_else(Vec::new, |loads| loads.prefetches.clone())
    }

    fn load(mut self, change: impl FnOnce(&mut Loads<M>)) -> Self {
        change(Arc::make_mut(self.loads.get_or_insert_default()));
        self
    }

    /// The statement with all that it reads, and what gathers its rows.
    pub(super) fn into_gathered(self) -> (Select, Columns, Gather<M, T>) {
        let (columns, gather) = (self.columns.clone(), self.gather());
        let mut select = self.into_select();
        if gather.followers.is_empty() {
            return (select, columns, gather);
        }
        let mut more = Vec::new();
        gather.loads.iter().for_each(|loads| undeferred::columns(M::TABLE, &loads.undeferred, &mut more));
        gather.loads.iter().flat_map(|loads| &loads.follows).for_each(|follow| follow.columns(&mut more));
        let columns = select.append(&columns, more);
        (select, columns, gather)
    }

    /// What gathers its rows.
    pub(super) fn gather(&self) -> Gather<M, T> {
        let Self { read, model_of, loads, .. } = self;
        let loaded = || loads.iter().filter(|_| model_of.is_some());
        let undeferred = loaded().filter_map(|loads| undeferred::follower(&loads.undeferred));
        let follows = loaded().flat_map(|loads| &loads.follows);
        let followers = undeferred.chain(follows.map(|follow| follow.follower())).collect();
        Gather { rows: Vec::new(), read: *read, model_of: *model_of, followers, loads: loads.clone() }
    }
}

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// The statement, and what gathers its rows: a [`GatherExchange`].
    pub(super) fn into_request(self, db: &Db) -> Result<Request> {
        let access = self.access(db)?;
        let (select, columns, gather) = self.into_gathered();
        let compiled = select.compile(db.dialect())?;
        let exchange = Box::new(GatherExchange { parameters: compiled.parameters, gather });
        let effect = Effect::Reads(M::TABLE);
        Ok(Request { statement: Statement { sql: compiled.sql.into(), access, columns, effect }, exchange })
    }
}
