use std::marker::PhantomData;

use super::Node;
use super::depth::Tree;
use super::kind::{Kind, OfOne};
use super::untyped::untyped;
use crate::value::ColumnType;

/// A computed value of the Rust type `T`, in a query about `M`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Order {
///     id: i64,
///     total: i64,
/// }
///
/// fn with_tax(o: &Fields<Order>) -> Expr<Order, i64> {
///     o.total * 120 / 100
/// }
///
/// let sql = Order::filter(|o| with_tax(o).gt(1_000)).to_sql();
/// assert!(sql.ends_with(r#"WHERE ("total" * $1) / $2 > $3"#));
/// ```
#[must_use = "an expression does nothing until it is given to a query"]
pub struct Expr<M, T, K: Kind = OfOne> {
    pub(super) tree: Tree,
    marker: PhantomData<Types<M, T, K>>,
}

/// What it has of its types: none of them is in it.
type Types<M, T, K> = fn() -> (M, T, K);

untyped!([M, T, K: Kind] Expr<M, T, K> { tree; marker });

impl<M, T: ColumnType, K: Kind> Expr<M, T, K> {
    pub(super) fn new(tree: Tree) -> Self {
        Self { tree, marker: PhantomData }
    }

    pub(super) fn leaf(node: Node) -> Self {
        Self::new(Tree::leaf(node))
    }

    /// A value that another query gives, whose deepest expression has this depth.
    pub(crate) fn of_query(node: Node, depth: u16) -> Self {
        Self::new(Tree::related(node, depth))
    }
}
