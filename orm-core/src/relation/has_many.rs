use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::holder::{self, Holder, holder};
use super::related::Related;
use crate::error;
use crate::model::Model;
use crate::schema::ReverseDef;
use crate::value::Value;

/// The rows of another model whose foreign key points at this one.
///
/// It has no column, and holds nothing until it is loaded: by `prefetch_related` with the query, or by `load`.
/// In a struct that the program writes out, it is `HasMany::default()`. Serialized, it is a list where it is loaded, and
/// null where it is not.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct User {
///     id: i64,
///     name: String,
///     orders: HasMany<Order>,
/// }
///
/// #[derive(Model, Debug)]
/// struct Order {
///     id: i64,
///     user: ForeignKey<User>,
///     total: i64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
/// let ann = User::create().name("ann").await?;
/// Order::create().user(&ann).total(10).await?;
///
/// let spenders = User::filter(|u| u.orders.any(|o| o.total.ge(10))).prefetch_related(|u| u.orders).await?;
/// assert_eq!(spenders[0].orders.get()?[0].total, 10);
/// # Ok(()) }
/// ```
pub struct HasMany<T: Model> {
    related: Related<T>,
}

impl<T: Model> HasMany<T> {
    /// The rows, where they are loaded.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded), which says how to load them.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// assert!(france.cities.get().is_err());
    /// france.cities.load().await?;
    /// assert!(france.cities.get()?.is_empty());
    /// # Ok(()) }
    /// ```
    pub fn get(&self) -> error::Result<&[T]> {
        self.related.get()
    }

    /// The rows that the query given to `prefetch_related` by `with` picked, where it had conditions or a limit. They are
    /// kept apart from the whole, so that nobody takes the one for the other.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded) where there was no such query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i32 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// City::bulk_create([100, 900].map(|people| City::create().country(&france).people(people))).await?;
    /// let large = City::filter(|c| c.people.gt(500));
    /// let countries = Country::all().prefetch_related(|c| c.cities.with(large)).await?;
    /// assert_eq!(countries[0].cities.picked()?.len(), 1);
    /// assert!(countries[0].cities.get().is_err());
    /// # Ok(()) }
    /// ```
    pub fn picked(&self) -> error::Result<&[T]> {
        self.related.picked()
    }

    fn new(related: Related<T>) -> Self {
        Self { related }
    }
}

holder!(HasMany<T>, holder::serialize_many);
