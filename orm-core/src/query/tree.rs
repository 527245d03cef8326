//! Rows and what is above or below them in a tree.

use std::sync::Arc;

use super::QuerySet;
use crate::expr::{Node, Select, Source, TreeDirection, TreeNode};
use crate::field::{FieldSet, ToOne};
use crate::model::{Fields, Model};
use crate::path::{RelationTo, Root};
use crate::sql::Columns;

/// A foreign key from a model to itself, which makes a tree of its rows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Part { id: i64, whole: Option<ForeignKey<Part>> }
/// Part::all().with_ancestors(|p| p.whole);
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` are no tree by a `{Self}`",
    label = "expected a foreign key from `{M}` to `{M}`"
)]
pub trait TreeRelation<M> {
    /// Its number among the foreign keys of the model.
    #[doc(hidden)]
    const RELATION: usize;
}

#[diagnostic::do_not_recommend]
impl<M: Model + RelationTo<R, Target = M>, const R: usize> TreeRelation<M> for ToOne<Root<M>, R> {
    const RELATION: usize = R;
}

impl<M: Model> QuerySet<M> {
    /// The rows of this query and all below them: those whose foreign key points at one of them, those that point at these, and so on.
    /// Each once, however it is reached, and where keys point in a circle as well. Rows that the model's `scope` leaves out are not
    /// given, but what is below them is, unless the query is [`unscoped`](Self::unscoped).
    ///
    /// What it gives can be filtered, ordered, counted and loaded with relations like any query; where a row stands in the tree say
    /// [`tree_depth`](crate::expr::tree_depth) and [`tree_path`](crate::expr::tree_path).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Employee { id: i64, name: String, manager: Option<ForeignKey<Employee>> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Employee]).await?;
    /// let ann = Employee::create().name("ann").await?;
    /// let bob = Employee::create().name("bob").manager(&ann).await?;
    /// Employee::create().name("eve").manager(&bob).await?;
    /// let below_ann = Employee::filter(|e| e.name.eq("ann")).with_descendants(|e| e.manager);
    /// assert_eq!(below_ann.filter(|_| orm::tree_depth().gt(0)).count().await?, 2);
    /// # Ok(()) }
    /// ```
    pub fn with_descendants<R: TreeRelation<M>>(self, by: impl FnOnce(&'static Fields<M>) -> R) -> Self {
        self.tree(&by(Fields::<M>::REF), TreeDirection::Down)
    }

    /// The rows of this query and all above them: those that their foreign keys point at, those that these point at, and so on. As
    /// [`with_descendants`](Self::with_descendants) otherwise.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Employee { id: i64, name: String, manager: Option<ForeignKey<Employee>> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Employee]).await?;
    /// let ann = Employee::create().name("ann").await?;
    /// let bob = Employee::create().name("bob").manager(&ann).await?;
    /// let line = Employee::filter(|e| e.name.eq("bob")).with_ancestors(|e| e.manager).order_by(|_| orm::tree_depth());
    /// assert_eq!(line.values(|e| e.name).await?, ["bob", "ann"]);
    /// # Ok(()) }
    /// ```
    pub fn with_ancestors<R: TreeRelation<M>>(self, by: impl FnOnce(&'static Fields<M>) -> R) -> Self {
        self.tree(&by(Fields::<M>::REF), TreeDirection::Up)
    }

    fn tree<R: TreeRelation<M>>(self, _: &R, direction: TreeDirection) -> Self {
        let (db, loads, read, model_of) = (self.db.clone(), self.loads.clone(), self.read, self.model_of);
        // What is found above or below is left out by the model's scope, too, if the query had it; the way leads through it.
        let mut select = Select::new(M::TABLE);
        select.scoped = self.select.scoped;
        select.filter.extend_from_slice(&self.select.filter[..select.scoped]);
        match TreeNode::new(self.into_rows(), R::RELATION, direction) {
            Some(tree) => select.source = Source::Tree(Arc::new(tree)),
            None => select.filter.push(Node::TooDeep),
        }
        Self { select: Arc::new(select), columns: Columns::Table(M::TABLE), read, model_of, loads, db }
    }
}
