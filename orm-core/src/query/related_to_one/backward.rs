use std::any::Any;
use std::sync::Arc;

use super::Follow;
use super::follow::Branch;
use super::follower::{Follower, Targets};
use crate::expr::Node;
use crate::path::{ReverseTo, Step};
use crate::relation::{Holder as _, Provenance, Shared, Siblings, ToManySiblings};
use crate::schema::OutputColumn;
use crate::value::{ReadResult, RowReader};

/// The one row that points back at `S` by its relation number `R`.
pub(super) struct Backward<S: ReverseTo<R>, const R: usize>(pub(super) Branch<S::Target>);

impl<S: ReverseTo<R>, const R: usize> Follow<S> for Backward<S, R> {
    fn step(&self) -> Step {
        Step::Back(R)
    }

    fn with(&self, other: &dyn Any) -> Arc<dyn Follow<S>> {
        Arc::new(Self(self.0.and(other.downcast_ref::<Self>().map(|other| &other.0))))
    }

    fn columns(&self, columns: &mut Vec<(Node, OutputColumn)>) {
        self.0.columns(columns);
    }

    fn follower(&self) -> Box<dyn Follower<S>> {
        Box::new(BackwardFollower::<S, R> { found: Vec::new(), targets: self.0.targets() })
    }
}

struct BackwardFollower<S: ReverseTo<R>, const R: usize> {
    /// For each row, whether there was one that points at it.
    found: Vec<bool>,
    targets: Targets<S::Target>,
}

impl<S: ReverseTo<R>, const R: usize> Follower<S> for BackwardFollower<S, R> {
    fn row(&mut self, _: &mut S, row: &mut dyn RowReader) -> ReadResult<()> {
        self.found.push(self.targets.read(row)?);
        Ok(())
    }

    fn width(&self) -> usize {
        self.targets.width()
    }

    fn finish(self: Box<Self>, parents: &mut [&mut S], provenance: &Provenance) {
        let mut targets = self.targets.finish(provenance).into_iter();
        let rows = self.found.into_iter().map(|found| found.then(|| targets.next()).flatten()).collect();
        let all = Siblings::loaded(provenance.clone(), rows);
        let siblings = Shared::new(ToManySiblings { all, picked: None });
        for (position, parent) in parents.iter_mut().enumerate() {
            parent.holder().related_mut().join(siblings.clone(), position);
        }
    }
}
