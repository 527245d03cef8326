use std::any::Any;
use std::sync::Arc;

use super::named::Named;
use super::{Prefetch, one};
use crate::database::{BoxFuture, Db, Exchange, Request};
use crate::error::{Error, Result};
use crate::path::{RelationTo, Step};
use crate::relation::{Provenance, Shared, Siblings};

/// The rows that the foreign key number `R` of `S` points at, as this query gives them.
pub(super) struct PrefetchOne<S: RelationTo<R>, const R: usize> {
    pub(super) named: Named<S::Target>,
}

impl<S: RelationTo<R>, const R: usize> Prefetch<S> for PrefetchOne<S, R> {
    fn step(&self) -> Step {
        Step::Forward(R)
    }

    fn again(&self, later: &Arc<dyn Prefetch<S>>) -> Arc<dyn Prefetch<S>> {
        match (&**later as &dyn Any).downcast_ref::<Self>() {
            Some(later) => Arc::new(Self { named: self.named.again(&later.named) }),
            None => Arc::clone(later),
        }
    }

    fn ask(&self, rows: &mut [&mut S], db: &Db) -> Result<Option<Request>> {
        if self.named.rows.select.picks() {
            let relation = &S::TABLE.relations[R];
            let (model, field) = (relation.model, relation.field);
            let reason =
                format!("{model}.{field} leads to one row, of which a query with conditions or a limit picks none");
            return Err(Error::Unsupported { reason });
        }
        one::ask::<S::Target, S::By>(
            &self.named.rows,
            rows.iter_mut().filter_map(|row| row.foreign_key().map(|key| key.id())),
            db,
        )
    }

    fn answer<'a>(
        &'a self,
        answer: Option<Box<dyn Exchange>>,
        rows: &'a mut [&mut S],
        db: &'a Db,
        provenance: &'a Provenance,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let found = one::answer::<S::Target, S::By>(answer, db, provenance).await?;
            let siblings = Shared::new(Siblings::loaded(provenance.clone(), found));
            for key in rows.iter_mut().filter_map(|row| row.foreign_key()) {
                key.join(siblings.clone());
            }
            Ok(())
        })
    }
}
