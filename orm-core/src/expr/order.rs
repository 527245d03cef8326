use std::marker::PhantomData;

use super::node::OrderNode;
use super::operand::tree;
use super::untyped::untyped;
use super::{Expr, Operand, Predicate, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::schema::Direction;
use crate::value::{ColumnType, Field, Same};

/// Where NULL stands in an order.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// let sql = User::all().order_by(|u| u.email.nulls_first()).to_sql();
/// assert!(sql.ends_with(r#"ORDER BY "email" NULLS FIRST"#));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

impl Nulls {
    /// The other place.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::First => Self::Last,
            Self::Last => Self::First,
        }
    }
}

/// One step of an order: an expression and a direction. NULL counts as larger than everything, unless said.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     email: Option<String>,
/// }
///
/// let sql = User::all().order_by(|u| (u.email.desc().nulls_last(), u.id)).to_sql();
/// assert!(sql.ends_with(r#"ORDER BY "email" DESC NULLS LAST, "id""#));
/// ```
#[must_use = "an order does nothing until it is given to a query"]
pub struct Order<M> {
    node: OrderNode,
    marker: PhantomData<fn() -> M>,
}

untyped!([M] Order<M> { node; marker });

impl<M> Order<M> {
    pub(super) fn new<O: Operand>(operand: O, direction: Direction) -> Self {
        Self { node: step(operand, direction), marker: PhantomData }
    }

    /// NULL before everything else.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let sql = User::all().order_by(|u| u.email.asc().nulls_first()).to_sql();
    /// assert!(sql.ends_with("NULLS FIRST"));
    /// ```
    pub fn nulls_first(self) -> Self {
        self.nulls(Nulls::First)
    }

    /// NULL after everything else.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let sql = User::all().order_by(|u| u.email.desc().nulls_last()).to_sql();
    /// assert!(sql.ends_with("DESC NULLS LAST"));
    /// ```
    pub fn nulls_last(self) -> Self {
        self.nulls(Nulls::Last)
    }

    pub(super) fn nulls(mut self, nulls: Nulls) -> Self {
        self.node.nulls = Some(nulls);
        self
    }
}

/// What the closure of `order_by` returns: a column or expression, one with `asc()` or `desc()`, or a tuple of up to sixteen.
/// By a condition, the rows for which it is false come first, then those for which it is true, then NULL.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// fn order(u: &Fields<User>, by_name: bool) -> Vec<Order<User>> {
///     if by_name { vec![u.name.asc()] } else { vec![u.age.desc(), u.id.asc()] }
/// }
/// assert!(User::all().order_by(|u| order(u, false)).to_sql().ends_with(r#"ORDER BY "age" DESC, "id""#));
/// ```
#[diagnostic::on_unimplemented(
    message = "a query about `{M}` cannot be ordered by a `{Self}`",
    label = "expected a column of `{M}`, one with `.asc()` or `.desc()`, or a tuple of these"
)]
pub trait IntoOrder<M> {
    /// The steps, most important first.
    fn into_order(self) -> Vec<OrderNode>;
}

fn step<O: Operand>(operand: O, direction: Direction) -> OrderNode {
    let ty = <<O::Type as ColumnType>::Base as Field>::TYPE;
    OrderNode { node: tree(operand).node, direction, nulls: None, ty }
}

fn ascending(operand: impl Operand) -> Vec<OrderNode> {
    vec![step(operand, Direction::Ascending)]
}

#[diagnostic::do_not_recommend]
impl<M> IntoOrder<M> for Order<M> {
    fn into_order(self) -> Vec<OrderNode> {
        vec![self.node]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N> IntoOrder<N> for Vec<Order<M>> {
    fn into_order(self) -> Vec<OrderNode> {
        self.into_iter().map(|order| order.node).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M> IntoOrder<M> for Column<P, T>
where
    P::Root: Same<M>,
{
    fn into_order(self) -> Vec<OrderNode> {
        ascending(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, M, const R: usize> IntoOrder<M> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P::Root: Same<M>,
{
    fn into_order(self) -> Vec<OrderNode> {
        ascending(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind> IntoOrder<M> for Expr<M, T, K> {
    fn into_order(self) -> Vec<OrderNode> {
        ascending(self)
    }
}

/// False before true.
#[diagnostic::do_not_recommend]
impl<M: Model> IntoOrder<M> for Predicate<M> {
    fn into_order(self) -> Vec<OrderNode> {
        ascending(self)
    }
}

crate::tuples!(lists [M] IntoOrder into_order Vec<OrderNode>:);
