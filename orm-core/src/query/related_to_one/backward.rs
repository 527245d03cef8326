use std::any::Any;
use std::sync::Arc;

use super::Follow;
use super::follow::{Follows, columns_of, united};
use super::follower::{Follower, Targets};
use crate::expr::Node;
use crate::path::{Hop, ReverseTo, Step};
use crate::relation::{Holder as _, Provenance, Shared, Siblings, ToManySiblings};
use crate::schema::OutputColumn;
use crate::value::{ReadResult, RowReader};

/// The one row that points back at `S` by its relation number `R`.
pub(super) struct Backward<S: ReverseTo<R>, const R: usize> {
    pub(super) hop: Option<&'static Hop>,
    pub(super) children: Follows<S::Target>,
}

impl<S: ReverseTo<R>, const R: usize> Follow<S> for Backward<S, R> {
    fn step(&self) -> Step {
        Step::Back(R)
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
        Box::new(BackwardFollower::<S, R> { found: Vec::new(), targets })
    }

    fn as_any(&self) -> &dyn Any {
        self
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
        let all = Siblings::loaded(Vec::new(), provenance.clone(), rows);
        let siblings = Shared::new(ToManySiblings { all, picked: None });
        for (position, parent) in parents.iter_mut().enumerate() {
            parent.holder().related_mut().join(siblings.clone(), position);
        }
    }
}
