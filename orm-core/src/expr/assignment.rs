use std::marker::PhantomData;

use super::depth::Tree;
use super::untyped::untyped;
use super::{IntoExpr, Node};
use crate::field::Column;
use crate::model::Model;
use crate::path::Root;
use crate::value::{ColumnType, FitsIn, Same, Value};

/// A column and its new value, in an `update` of `M`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     visits: i32,
/// }
///
/// fn visited(u: &Fields<User>) -> Assignment<User> {
///     u.visits.set(u.visits + 1)
/// }
/// ```
#[must_use = "an assignment does nothing until it is given to an update"]
pub struct Assignment<M> {
    pub(crate) column: usize,
    tree: Tree,
    marker: PhantomData<fn() -> M>,
}

impl<M> Assignment<M> {
    pub(super) fn new(column: usize, tree: Tree) -> Self {
        Self { column, tree, marker: PhantomData }
    }

    /// The column of this number, set to a value that is of its type.
    pub(crate) fn of_value(column: usize, value: Value<'static>) -> Self {
        Self::new(column, Tree::leaf(Node::Value(value)))
    }

    pub(crate) fn into_parts(self) -> (usize, Node) {
        (self.column, self.tree.node)
    }
}

untyped!([M] Assignment<M> { column, tree; marker });

impl<M: Model, T: ColumnType> Column<Root<M>, T> {
    /// Sets the column in an `update`: to a value, or to what is computed from the row's columns.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::all().update(|u| (u.name.set("ann"), u.age.set(u.age + 1), u.email.set(None))).await?;
    /// # Ok(()) }
    /// ```
    pub fn set(self, value: impl IntoExpr<M, T::Base, Nullability: FitsIn<T::Nullability>>) -> Assignment<M> {
        Assignment::new(self.index(), value.into_operand().0)
    }
}

/// What the closure of an `update` returns: an assignment, a tuple of up to sixteen, or a `Vec` of any number.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// fn changes(u: &Fields<User>, new_age: Option<i16>) -> Vec<Assignment<User>> {
///     let mut changes = vec![u.email.set(None)];
///     changes.extend(new_age.map(|age| u.age.set(age)));
///     changes
/// }
/// User::all().update(|u| changes(u, Some(30))).await?;
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "an update of `{M}` takes assignments such as `u.name.set(\"ann\")`, and this is a `{Self}`",
    label = "not an assignment of `{M}`"
)]
pub trait IntoAssignments<M> {
    /// The assignments in order.
    fn into_assignments(self) -> Vec<Assignment<M>>;
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N> IntoAssignments<N> for Assignment<M> {
    fn into_assignments(self) -> Vec<Assignment<N>> {
        vec![Assignment::new(self.column, self.tree)]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N> IntoAssignments<N> for Vec<Assignment<M>> {
    fn into_assignments(self) -> Vec<Assignment<N>> {
        self.into_iter().map(|assignment| Assignment::new(assignment.column, assignment.tree)).collect()
    }
}

crate::tuples!(lists [M] IntoAssignments into_assignments Vec<Assignment<M>>:);
