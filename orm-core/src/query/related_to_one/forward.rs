use std::any::Any;
use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Follow;
use super::follow::{Follows, columns_of, united};
use super::follower::{Follower, Targets};
use crate::expr::Node;
use crate::model::Model;
use crate::path::{Hop, RelationTo, Step};
use crate::relation::{Provenance, Shared, Siblings};
use crate::schema::OutputColumn;
use crate::value::{ReadResult, RowReader};

/// The row that the foreign key number `R` of `S` points at.
pub(super) struct Forward<S: RelationTo<R>, const R: usize> {
    pub(super) hop: Option<&'static Hop>,
    pub(super) children: Follows<S::Target>,
}

impl<S: RelationTo<R>, const R: usize> Follow<S> for Forward<S, R> {
    fn step(&self) -> Step {
        Step::Forward(R)
    }

    fn with(&self, other: &dyn Any) -> Arc<dyn Follow<S>> {
        let children = match other.downcast_ref::<Self>() {
            Some(other) => united(&self.children, &other.children),
            None => self.children.clone(),
        };
        Arc::new(Self { hop: self.hop, children })
    }

    fn columns(&self, columns: &mut Vec<(Node, OutputColumn)>) {
        columns_of::<S::Target>(self.hop, columns);
        self.children.iter().for_each(|child| child.columns(columns));
    }

    fn follower(&self) -> Box<dyn Follower<S>> {
        let targets = Targets::new(self.children.iter().map(|child| child.follower()).collect());
        Box::new(ForwardFollower::<S, R> { seen: HashSet::default(), targets })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Several rows that point at the same one share it.
struct ForwardFollower<S: RelationTo<R>, const R: usize> {
    seen: HashSet<<S::Target as Model>::Key, RandomState>,
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
        let rows = rows.into_iter().map(|row| (row.key().clone(), row)).collect();
        let siblings = Shared::new(Siblings::loaded(Vec::new(), provenance.clone(), rows));
        for key in parents.iter_mut().filter_map(|parent| parent.foreign_key()) {
            key.join(siblings.clone());
        }
    }
}
