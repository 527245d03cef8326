use std::sync::Arc;

use super::loads::Loads;
use super::prefetch::load_all;
use super::read::Read;
use super::related_to_one::Follower;
use crate::database::Db;
use crate::error::Result;
use crate::model::Model;
use crate::relation::Provenance;
use crate::value::{ReadResult, RowReader};

/// The model in what a row of a query gives, where there is one.
pub(super) type ModelOf<M, T> = Option<fn(&mut T) -> &mut M>;

/// Makes rows that were read together know of each other, where they are models.
pub(super) type Attach<T> = fn(&mut [T], &Provenance);

/// Rows of a model.
pub(super) fn attach_models<M: Model>(rows: &mut [M], provenance: &Provenance) {
    if M::HAS_RELATIONS {
        let mut rows: Vec<&mut M> = rows.iter_mut().collect();
        M::attach(&mut rows, provenance);
    }
}

/// Rows that are no models.
pub(super) fn attach_nothing<T>(_: &mut [T], _: &Provenance) {}

/// The rows of a query as they come: each becomes a value, and with it what `select_related` reads from the same row.
pub(super) struct Gather<M: Model, T> {
    pub(super) rows: Vec<T>,
    pub(super) read: Read<T>,
    pub(super) model_of: ModelOf<M, T>,
    pub(super) followers: Vec<Box<dyn Follower<M>>>,
    /// What is loaded beside them.
    pub(super) loads: Option<Arc<Loads<M>>>,
}

impl<M: Model, T> Gather<M, T> {
    pub(super) fn row(&mut self, row: &mut dyn RowReader) -> ReadResult<()> {
        let mut value = (self.read)(row)?;
        if let Some(model_of) = self.model_of
            && !self.followers.is_empty()
        {
            let model = model_of(&mut value);
            self.followers.iter_mut().try_for_each(|follower| follower.row(model, row))?;
        }
        self.rows.push(value);
        Ok(())
    }

    /// The rows, which know of each other now and hold what is loaded with them. `provenance` is that of the query around, if this
    /// is a query of `prefetch_related`.
    pub(super) async fn finish(mut self, db: &Db, mut provenance: Provenance) -> Result<Vec<T>> {
        let Some(model_of) = self.model_of.filter(|_| M::HAS_RELATIONS) else { return Ok(self.rows) };
        let mut models: Vec<&mut M> = self.rows.iter_mut().map(model_of).collect();
        provenance.forbids_loading |= self.loads.as_ref().is_some_and(|loads| loads.forbids_loading);
        M::attach(&mut models, &provenance);
        for follower in self.followers {
            follower.finish(&mut models, &provenance);
        }
        if let Some(loads) = self.loads {
            // On the heap, because what it loads may load more in the same way.
            Box::pin(load_all(&loads.prefetches, &mut models, db, &provenance)).await?;
        }
        Ok(self.rows)
    }
}
