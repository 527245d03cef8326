use super::depth::Tree;
use super::{Assignment, IntoAssignments, Node};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{RelationTo, Root};
use crate::value::{ColumnType, Same};

/// What [`do_update`](crate::query::OnConflict::do_update) takes: a column, which takes the value of the row that was to be inserted; an
/// assignment, such as `u.visits.set(u.visits + 1)`; or a tuple of these.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16, visits: i32 }
/// fn set(rows: Vec<NewUser>) -> orm::query::Upsert<User, orm::query::Many> {
///     User::bulk_create(rows).on_conflict(|u| u.name).do_update(|u| (u.age, u.visits.set(u.visits + 1)))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "an upsert of `{M}` takes columns such as `u.name` and assignments such as `u.visits.set(u.visits + 1)`, and this is a `{Self}`",
    label = "neither a column nor an assignment of `{M}`"
)]
pub trait IntoProposals<M> {
    /// What is set.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, visits: i32 }
    /// use orm::expr::{Assignment, IntoProposals};
    ///
    /// let user = User::fields();
    /// let set: Vec<Assignment<User>> = (user.name, user.visits.set(1)).into_proposals();
    /// assert_eq!(set.len(), 2);
    /// ```
    fn into_proposals(self) -> Vec<Assignment<M>>;
}

#[diagnostic::do_not_recommend]
impl<M: Model + Same<N>, N: Model, T: ColumnType> IntoProposals<N> for Column<Root<M>, T> {
    fn into_proposals(self) -> Vec<Assignment<N>> {
        vec![proposed_column(self.index())]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model + RelationTo<R> + Same<N>, N: Model, const R: usize> IntoProposals<N> for ToOne<Root<M>, R> {
    fn into_proposals(self) -> Vec<Assignment<N>> {
        vec![proposed_column(M::TABLE.relations[R].column)]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N> IntoProposals<N> for Assignment<M> {
    fn into_proposals(self) -> Vec<Assignment<N>> {
        self.into_assignments()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N> IntoProposals<N> for Vec<Assignment<M>> {
    fn into_proposals(self) -> Vec<Assignment<N>> {
        self.into_assignments()
    }
}

crate::tuples!(lists [M] IntoProposals into_proposals Vec<Assignment<M>>:);

fn proposed_column<M: Model>(column: usize) -> Assignment<M> {
    let node = Node::Proposed(Box::new(Node::root_column(M::TABLE, column)));
    Assignment::new(column, Tree::checked(node, 0))
}
