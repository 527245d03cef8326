//! Awaiting a queryset.

use std::future::IntoFuture;

use super::QuerySet;
use super::read::{GatherExchange, returned};
use crate::database::{BoxFuture, Request};
use crate::error::Result;
use crate::model::Model;
use crate::relation::Provenance;

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// Runs the query.
    pub(super) async fn fetch(self) -> Result<Vec<T>> {
        if self.select.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.db()?;
        let provenance = Provenance::new(self.db.clone(), false);
        let Request { statement, exchange } = self.into_request(&db)?;
        let outcome = db.run(statement, exchange).await?;
        returned::<GatherExchange<M, T>>(outcome.exchange)?.gather.finish(&db, provenance).await
    }
}

impl<M: Model, T: Send + 'static> IntoFuture for QuerySet<M, T> {
    type Output = Result<Vec<T>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.fetch())
    }
}
