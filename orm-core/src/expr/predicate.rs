use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::depth::Tree;
use super::untyped::untyped;
use super::{CompareOp, LogicOp, Node, can_be_null};
use crate::value::SqlType;

/// A condition in a query about `M`: true, false or NULL for each row.
///
/// Conditions are connected by `&`, `|`, `^` (one of the two, not both) and `!`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     active: bool,
///     age: i16,
/// }
///
/// let sql = User::filter(|u| u.active.eq(true) & !(u.age.lt(18) | u.age.gt(99))).to_sql();
/// assert!(sql.ends_with(r#"WHERE "active" = $1 AND NOT ("age" < $2 OR "age" > $3)"#));
/// ```
#[must_use = "a condition does nothing until it is given to a query"]
pub struct Predicate<M> {
    tree: Tree,
    marker: PhantomData<fn() -> M>,
}

untyped!([M] Predicate<M> { tree; marker });

impl<M> Predicate<M> {
    pub(super) fn new(tree: Tree) -> Self {
        Self { tree, marker: PhantomData }
    }

    /// The condition without its model.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::expr::Node;
    ///
    /// assert!(matches!(User::fields().age.ge(18).into_node(), Node::Compare { .. }));
    /// ```
    #[must_use]
    pub fn into_node(self) -> Node {
        self.tree.node
    }
}

impl<M> Predicate<M> {
    /// A condition about another query, whose deepest expression has this depth.
    pub(crate) fn leaf(node: Node) -> Self {
        Self::new(Tree::leaf(node))
    }

    pub(crate) fn of_query(node: Node, depth: u16) -> Self {
        Self::new(Tree::related(node, depth))
    }

    pub(super) fn into_tree(self) -> Tree {
        self.tree
    }

    /// Whether it is this of every row, which is known without asking the database.
    pub(crate) fn is_always(&self, value: bool) -> bool {
        matches!(self.tree.node, Node::Constant(constant) if constant == value)
    }

    /// The condition is false or NULL. Plain NOT where nothing in it can be NULL, which databases understand better.
    pub(crate) fn is_not_true(self) -> Self {
        match self.tree.node {
            Node::Constant(_) => !self,
            _ if can_be_null(&self.tree.node) => Self::new(self.tree.wrap(|node| Node::IsNotTrue(Box::new(node)))),
            _ => Self::new(self.tree.wrap(|node| Node::Not(Box::new(node)))),
        }
    }
}

impl<M> BitAnd for Predicate<M> {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self::new(connect(LogicOp::And, self.tree, other.tree))
    }
}

impl<M> BitOr for Predicate<M> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self::new(connect(LogicOp::Or, self.tree, other.tree))
    }
}

impl<M> BitXor for Predicate<M> {
    type Output = Self;

    fn bitxor(self, other: Self) -> Self {
        let tree = self.tree.join(other.tree, |left, right| Node::Compare {
            op: CompareOp::Ne,
            ty: SqlType::Boolean,
            left,
            right,
        });
        Self::new(tree)
    }
}

impl<M> Not for Predicate<M> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(match self.tree.node {
            Node::Not(inner) => Tree { node: *inner, depth: self.tree.depth.saturating_sub(1) },
            Node::Constant(value) => Tree::leaf(Node::Constant(!value)),
            _ => self.tree.wrap(|node| Node::Not(Box::new(node))),
        })
    }
}

/// Connects two conditions, keeping chains flat and leaving out what cannot matter.
fn connect(op: LogicOp, left: Tree, right: Tree) -> Tree {
    // AND with true and OR with false change nothing; AND with false and OR with true decide.
    let neutral = op == LogicOp::And;
    match (&left.node, &right.node) {
        (Node::Constant(value), _) => return if *value == neutral { right } else { left },
        (_, Node::Constant(value)) => return if *value == neutral { left } else { right },
        _ => {}
    }
    let depth = level(op, &left).max(level(op, &right));
    let mut operands = parts(op, left.node);
    match right.node {
        Node::Logic { op: its, operands: more } if its == op => operands.extend(more),
        node => operands.push(node),
    }
    Tree::checked(Node::Logic { op, operands }, depth)
}

/// How deep the parts of a condition are: joining a chain adds no level.
fn level(op: LogicOp, tree: &Tree) -> u16 {
    match &tree.node {
        Node::Logic { op: its, .. } if *its == op => tree.depth.saturating_sub(1),
        _ => tree.depth,
    }
}

fn parts(op: LogicOp, node: Node) -> Vec<Node> {
    match node {
        Node::Logic { op: its, operands } if its == op => operands,
        node => vec![node],
    }
}
