//! Awaiting a queryset.

use std::future::IntoFuture;

use super::QuerySet;
use super::read::{GatherExchange, returned};
use crate::database::BoxFuture;
use crate::error::Result;
use crate::model::Model;
use crate::sql::{Access, Effect, Statement};

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// Runs the query.
    pub(super) async fn fetch(self) -> Result<Vec<T>> {
        if self.select.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.db()?;
        let provenance = self.provenance();
        let further = self.loads.is_some().then(|| self.clone());
        let (select, columns, gather) = self.into_gathered();
        let compiled = select.compile(db.dialect())?;
        let exchange = Box::new(GatherExchange { parameters: compiled.parameters, gather });
        let (access, effect) = (Access::Read, Effect::Reads(M::TABLE));
        let statement = Statement { sql: compiled.sql.into(), access, columns, effect };
        let outcome = db.run(statement, exchange).await?;
        let mut rows = returned::<GatherExchange<M, T>>(outcome.exchange)?.gather.finish(&provenance);
        if let Some(query) = further {
            query.load_further(&mut rows, &db, &provenance).await?;
        }
        Ok(rows)
    }
}

impl<M: Model, T: Send + 'static> IntoFuture for QuerySet<M, T> {
    type Output = Result<Vec<T>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.fetch())
    }
}
