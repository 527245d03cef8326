use std::any::Any;
use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Follow;
use super::follow::Branch;
use super::follower::{Follower, Targets};
use crate::expr::Node;
use crate::path::{RelationTo, Step};
use crate::relation::{Provenance, Shared, Siblings, TargetKey};
use crate::schema::OutputColumn;
use crate::value::{ReadResult, RowReader};

/// The row that the foreign key number `R` of `S` points at.
pub(super) struct Forward<S: RelationTo<R>, const R: usize>(pub(super) Branch<S::Target>);

impl<S: RelationTo<R>, const R: usize> Follow<S> for Forward<S, R> {
    fn step(&self) -> Step {
        Step::Forward(R)
    }

    fn with(&self, other: &dyn Any) -> Arc<dyn Follow<S>> {
        Arc::new(Self(self.0.and(other.downcast_ref::<Self>().map(|other| &other.0))))
    }

    fn columns(&self, columns: &mut Vec<(Node, OutputColumn)>) {
        self.0.columns(columns);
    }

    fn follower(&self) -> Box<dyn Follower<S>> {
        Box::new(ForwardFollower::<S, R> { seen: HashSet::default(), targets: self.0.targets() })
    }
}

/// Several rows that point at the same one share it.
struct ForwardFollower<S: RelationTo<R>, const R: usize> {
    seen: HashSet<<S::By as TargetKey<S::Target>>::Key, RandomState>,
    targets: Targets<S::Target>,
}

impl<S: RelationTo<R>, const R: usize> Follower<S> for ForwardFollower<S, R> {
    fn row(&mut self, parent: &mut S, row: &mut dyn RowReader) -> ReadResult<()> {
        match parent.foreign_key() {
            Some(key) if !self.seen.contains(key.id()) => {
                if self.targets.read(row)? {
                    self.seen.insert(key.id().clone());
                }
            }
            _ => row.skip(self.targets.width()),
        }
        Ok(())
    }

    fn width(&self) -> usize {
        self.targets.width()
    }

    fn finish(self: Box<Self>, parents: &mut [&mut S], provenance: &Provenance) {
        let rows = self.targets.finish(provenance);
        let rows = rows.into_iter().map(|row| (S::By::of(&row), row)).collect();
        let siblings = Shared::new(Siblings::loaded(provenance.clone(), rows));
        for key in parents.iter_mut().filter_map(|parent| parent.foreign_key()) {
            key.join(siblings.clone());
        }
    }
}
