//! How deep a tree may grow.
//!
//! A tree is walked and dropped by recursion, and databases parse by recursion as well. What would grow deeper
//! than [`MAX_DEPTH`] becomes [`Node::TooDeep`], which the compiler of SQL reports as `Error::QueryTooLarge`.
//! Chains of `&`, `|` and of `filter` are flat, and do not count.

use super::{Node, Select, Source};

/// SQLite's own limit is 1,000 levels of its tree, and one of ours can be two of its.
const MAX_DEPTH: u16 = 200;

/// How many levels a question about related rows counts as. SQLite adds up the levels of all the SELECTs that stand around
/// one, so that about twenty questions in each other are what it takes.
const RELATED: u16 = 10;

/// A node and the number of levels below it.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) node: Node,
    pub(crate) depth: u16,
}

impl Tree {
    /// A tree of one level.
    pub(crate) fn leaf(node: Node) -> Self {
        Self { node, depth: 0 }
    }

    /// One more level on top.
    pub(crate) fn wrap(self, build: impl FnOnce(Node) -> Node) -> Self {
        Self::checked(build(self.node), self.depth)
    }

    /// One more level on top of two trees.
    pub(crate) fn join(self, right: Self, build: impl FnOnce(Box<Node>, Box<Node>) -> Node) -> Self {
        let depth = self.depth.max(right.depth);
        Self::checked(build(Box::new(self.node), Box::new(right.node)), depth)
    }

    /// A question about related rows, whose deepest condition has this depth.
    pub(crate) fn related(node: Node, child_depth: u16) -> Self {
        Self::checked(node, child_depth + RELATED - 1)
    }

    /// A node whose deepest child has this depth.
    pub(crate) fn checked(node: Node, child_depth: u16) -> Self {
        if child_depth < MAX_DEPTH { Self { node, depth: child_depth + 1 } } else { Self::leaf(Node::TooDeep) }
    }
}

/// How many levels a node has below it, where that was not kept.
pub(super) fn depth_of(node: &Node) -> u16 {
    let mut deepest = 0;
    node.each_part(&mut |part| deepest = deepest.max(depth_of(part).saturating_add(1)));
    match node {
        Node::Subquery(subquery) => deepest = deepest.max(depth_of_query(&subquery.select).saturating_add(RELATED)),
        Node::Related(related) => {
            related.each_inner(&mut |inner| deepest = deepest.max(depth_of(inner).saturating_add(RELATED)));
        }
        Node::Outer(outer) => deepest = deepest.max(depth_of(&outer.node).saturating_add(1)),
        _ => {}
    }
    deepest
}

/// How deep the deepest expression of a query is.
pub(crate) fn depth_of_query(select: &Select) -> u16 {
    let mut deepest = 0;
    select.each_own_node(&mut |node| deepest = deepest.max(depth_of(node)));
    let within = match &select.source {
        Source::Table => 0,
        Source::Query(query) => depth_of_query(query),
        Source::Tree(tree) => depth_of_query(&tree.start),
        Source::Derived(derived) => derived.depth,
        Source::Set(set) => set.parts.iter().map(depth_of_query).max().unwrap_or(0),
    };
    deepest.max(within)
}
