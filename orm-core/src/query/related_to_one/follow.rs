use std::any::Any;
use std::sync::Arc;

use super::follower::{Follower, Targets};
use crate::expr::{ColumnRef, Node};
use crate::model::Model;
use crate::path::{Hop, Step};
use crate::schema::OutputColumn;

/// What a query shall read of a relation of `S`, and further on.
pub trait Follow<S: Model>: Any + Send + Sync {
    /// The relation.
    fn step(&self) -> Step;
    /// The same, and what the other one reads of the same relation.
    fn with(&self, other: &dyn Any) -> Arc<dyn Follow<S>>;
    /// The columns that it reads, after those before.
    fn columns(&self, columns: &mut Vec<(Node, OutputColumn)>);
    /// What reads them.
    fn follower(&self) -> Box<dyn Follower<S>>;
}

/// What a query shall read of several relations of `S`, no two of which are the same.
pub(in crate::query) type Follows<S> = Vec<Arc<dyn Follow<S>>>;

/// One more relation, which may be there already.
pub(in crate::query) fn added<S: Model>(follows: &mut Follows<S>, more: &Arc<dyn Follow<S>>) {
    match follows.iter_mut().find(|follow| follow.step() == more.step()) {
        Some(same) => *same = same.with(&**more),
        None => follows.push(Arc::clone(more)),
    }
}

/// The row at the end of a relation, and what is read of it.
pub(super) struct Branch<T: Model> {
    pub(super) hop: Option<&'static Hop>,
    pub(super) children: Follows<T>,
}

impl<T: Model> Branch<T> {
    /// The same, and what another one reads of the same row.
    pub(super) fn and(&self, other: Option<&Self>) -> Self {
        let mut children = self.children.clone();
        other.iter().flat_map(|other| &other.children).for_each(|more| added(&mut children, more));
        Self { hop: self.hop, children }
    }

    /// All columns of the row, and those of what is read of it.
    pub(super) fn columns(&self, columns: &mut Vec<(Node, OutputColumn)>) {
        let (hop, table) = (self.hop, T::TABLE);
        columns.extend(table.selected().map(|column| {
            let def = &table.columns[column];
            let output = OutputColumn { model: table.model, field: def.field, ty: def.ty };
            (Node::Column(ColumnRef { hop, table, column }), output)
        }));
        self.children.iter().for_each(|child| child.columns(columns));
    }

    /// What reads them.
    pub(super) fn targets(&self) -> Targets<T> {
        Targets::new(self.children.iter().map(|child| child.follower()).collect())
    }
}
