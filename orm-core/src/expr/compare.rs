//! Comparisons, as functions over trees: what the operators of columns and of foreign keys have in common.

use super::depth::Tree;
use super::{CompareOp, Node};
use crate::value::{SqlType, Value};

/// `left op right`, where comparing with a NULL that is written down means asking for NULL.
pub(super) fn compare(op: CompareOp, ty: SqlType, left: Tree, right: Tree) -> Tree {
    match (op, &right.node) {
        (CompareOp::Eq | CompareOp::NotDistinct, Node::Value(Value::Null(_))) => is_null(left, false),
        (CompareOp::Ne | CompareOp::Distinct, Node::Value(Value::Null(_))) => is_null(left, true),
        _ => left.join(right, |left, right| Node::Compare { op, ty, left, right }),
    }
}

/// `value IS NULL`, or `IS NOT NULL`.
pub(super) fn is_null(value: Tree, negated: bool) -> Tree {
    value.wrap(|value| Node::IsNull { value: Box::new(value), negated })
}

/// `value IN list`, or `NOT IN`. Nothing is in an empty list.
pub(super) fn is_in(ty: SqlType, value: Tree, list: Vec<Value<'static>>, negated: bool) -> Tree {
    if list.is_empty() {
        return Tree::leaf(Node::Constant(negated));
    }
    value.wrap(|value| Node::In { ty, value: Box::new(value), list, negated })
}
