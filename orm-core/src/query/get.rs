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
    pub async fn get(self) -> Result<T> {
        self.get_or_none().await?.ok_or(Error::DoesNotExist { model: M::TABLE.model })
    }

    /// The one row that there is, or `None`.
    ///
    /// # Errors
    /// [`Error::MultipleObjectsReturned`] where there are several.
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
