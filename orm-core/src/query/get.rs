//! One row of a queryset.

use super::QuerySet;
use super::queryset::reversed;
use crate::error::{Error, Result};
use crate::expr::IntoOrder;
use crate::model::{Fields, Model};
use crate::schema::Direction;

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// The one row that there is.
    ///
    /// # Errors
    /// [`Error::DoesNotExist`] where there is none, [`Error::MultipleObjectsReturned`] where there are several.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").await?;
    /// assert_eq!(User::filter(|u| u.name.eq("ann")).get().await?.id, ann.id);
    /// let none = User::filter(|u| u.name.eq("bob")).get().await;
    /// assert!(matches!(none, Err(orm::Error::DoesNotExist { model: "User" })));
    /// # Ok(()) }
    /// ```
    pub async fn get(self) -> Result<T> {
        self.get_or_none().await?.ok_or(Error::DoesNotExist { model: M::TABLE.model })
    }

    /// The one row that there is, or `None`.
    ///
    /// # Errors
    /// [`Error::MultipleObjectsReturned`] where there are several.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(User::filter(|u| u.name.eq("bob")).get_or_none().await?.is_none());
    /// # Ok(()) }
    /// ```
    pub async fn get_or_none(self) -> Result<Option<T>> {
        let limit = self.select.limit.unwrap_or(2).min(2);
        let mut rows = self.limit(limit).fetch().await?;
        if rows.len() > 1 {
            return Err(Error::MultipleObjectsReturned { model: M::TABLE.model });
        }
        Ok(rows.pop())
    }

    /// The first row in the query's order, the model's, or by key.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create(["bob", "ann"].map(|name| User::create().name(name))).await?;
    /// let first = User::all().order_by(|u| u.name).first().await?;
    /// assert_eq!(first.unwrap().name, "ann");
    /// # Ok(()) }
    /// ```
    pub async fn first(self) -> Result<Option<T>> {
        let order = self.order_or_key();
        let limit = self.select.limit.unwrap_or(1).min(1);
        let query = self.limit(limit).change(|select| select.order = order);
        Ok(query.fetch().await?.pop())
    }

    /// The last row in the query's order, the model's, or by key.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for a query with a limit or an offset, whose last row is at its other end.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
    /// assert_eq!(User::all().last().await?.unwrap().name, "bob");
    /// # Ok(()) }
    /// ```
    pub async fn last(self) -> Result<Option<T>> {
        if self.select.is_sliced() {
            return Err(Error::Unsupported {
                reason: "last() of a query with a limit or an offset: reverse the order and ask for first()".to_owned(),
            });
        }
        self.reverse().first().await
    }

    /// The row with the largest value of this, such as `latest(|u| u.joined_at)`. Rows where it is NULL come last.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create([User::create().name("ann").age(31), User::create().name("bob").age(12)]).await?;
    /// assert_eq!(User::all().latest(|u| u.age).await?.unwrap().name, "ann");
    /// # Ok(()) }
    /// ```
    pub async fn latest<O: IntoOrder<M>>(self, by: impl FnOnce(&'static Fields<M>) -> O) -> Result<Option<T>> {
        let query = self.order_by(by).change(|select| {
            select.order = std::mem::take(&mut select.order).into_iter().map(reversed).map(with_nulls_last).collect();
        });
        query.first().await
    }

    /// The row with the smallest value of this. Rows where it is NULL come last.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create([User::create().name("ann").age(31), User::create().name("bob").age(12)]).await?;
    /// assert_eq!(User::all().earliest(|u| u.age).await?.unwrap().name, "bob");
    /// # Ok(()) }
    /// ```
    pub async fn earliest<O: IntoOrder<M>>(self, by: impl FnOnce(&'static Fields<M>) -> O) -> Result<Option<T>> {
        self.order_by(by).first().await
    }
}

fn with_nulls_last(mut order: crate::expr::OrderNode) -> crate::expr::OrderNode {
    let falling_past_null = order.direction == Direction::Descending && crate::expr::can_be_null(&order.node);
    if falling_past_null {
        order.nulls.get_or_insert(crate::expr::Nulls::Last);
    }
    order
}
