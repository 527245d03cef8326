//! Awaiting a queryset.

use std::future::IntoFuture;

use super::QuerySet;
use super::read::rows;
use crate::database::BoxFuture;
use crate::error::Result;
use crate::model::Model;
use crate::sql::{Access, Effect};

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// Runs the query.
    pub(super) async fn fetch(self) -> Result<Vec<T>> {
        if self.select.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.db()?;
        let (columns, read) = (self.columns.clone(), self.read);
        let compiled = self.into_select().compile(db.dialect())?;
        rows(&db, Access::Read, Effect::Reads(M::TABLE), compiled, columns, read).await
    }
}

impl<M: Model, T: Send + 'static> IntoFuture for QuerySet<M, T> {
    type Output = Result<Vec<T>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.fetch())
    }
}
