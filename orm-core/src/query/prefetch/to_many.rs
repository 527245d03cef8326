use std::any::Any;
use std::sync::Arc;

use super::many::KeyAt;
use super::named::Named;
use super::{Prefetch, many};
use crate::database::{BoxFuture, Db, Exchange, Request};
use crate::error::Result;
use crate::path::{ReverseTo, Step};
use crate::relation::{Holder as _, Provenance, RowKey, RowsByParent, Shared, Siblings, ToManySiblings};

/// The rows that the relation number `R` of `S` leads to, as this query gives them.
pub(super) struct PrefetchMany<S: ReverseTo<R>, const R: usize> {
    pub(super) named: Named<S::Target>,
}

impl<S: ReverseTo<R>, const R: usize> Prefetch<S> for PrefetchMany<S, R> {
    fn step(&self) -> Step {
        Step::Back(R)
    }

    fn again(&self, later: &Arc<dyn Prefetch<S>>) -> Arc<dyn Prefetch<S>> {
        match (&**later as &dyn Any).downcast_ref::<Self>() {
            Some(later) => Arc::new(Self { named: self.named.again(&later.named) }),
            None => Arc::clone(later),
        }
    }

    fn ask(&self, rows: &mut [&mut S], db: &Db) -> Result<Option<Request>> {
        if self.named.rows.select.is_empty() {
            return Ok(None);
        }
        many::ask(&self.named.rows, &S::TABLE.reverse[R], &keys(rows), KeyAt::Cheapest, db).map(Some)
    }

    fn answer<'a>(
        &'a self,
        answer: Option<Box<dyn Exchange>>,
        rows: &'a mut [&mut S],
        db: &'a Db,
        provenance: &'a Provenance,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let found = match answer {
                Some(answer) => many::answer::<S::Target, S::Target>(answer, db, provenance).await?,
                None => RowsByParent::none(),
            };
            let provenance = provenance.clone();
            let siblings = match self.named.rows.select.picks() {
                true => ToManySiblings { all: Siblings::new(keys(rows), provenance), picked: Some(found) },
                false => ToManySiblings { all: Siblings::loaded(provenance, found), picked: None },
            };
            let siblings = Shared::new(siblings);
            for (position, row) in rows.iter_mut().enumerate() {
                // A row that the program wrote out is one of the database from now on.
                if row.holder().related().owner().is_err() {
                    let def = &S::TABLE.reverse[R];
                    let holder = S::Holder::of(row.column(def.near_column()), def);
                    *row.holder() = holder;
                }
                row.holder().related_mut().join(siblings.clone(), position);
            }
            Ok(())
        })
    }
}

fn keys<S: ReverseTo<R>, const R: usize>(rows: &[&mut S]) -> Vec<RowKey> {
    let column = S::TABLE.reverse[R].near_column();
    rows.iter().filter_map(|row| RowKey::of_column(*row, column)).collect()
}
