use super::{CompareOp, Node, RelatedQuestion, SubqueryQuestion};

/// Whether an expression can be NULL for some row.
///
/// `exclude` asks, because NOT is enough where nothing can be NULL, and lets the database use an index.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::can_be_null;
///
/// let u = User::fields();
/// assert!(can_be_null(&u.email.eq("ann@x.org").into_node()));
/// assert!(!can_be_null(&u.email.is_null().into_node()));
/// ```
#[must_use]
pub fn can_be_null(node: &Node) -> bool {
    match node {
        Node::Column(column) => column.def().nullable || column.hop.is_some_and(|hop| hop.nullable),
        Node::Value(value) => value.is_null(),
        Node::Compare { op: CompareOp::Distinct | CompareOp::NotDistinct, .. }
        | Node::IsNull { .. }
        | Node::IsNotTrue(_)
        | Node::Constant(_)
        | Node::Detached(_)
        | Node::WrongScope(_)
        | Node::NoRows(_)
        | Node::TooDeep => false,
        Node::Call(call) => call.nullable,
        Node::Case(case) => case.nullable,
        Node::Aggregate(aggregate) => aggregate.nullable,
        Node::Fragment(fragment) => fragment.nullable,
        Node::Output(output) => output.nullable,
        Node::Tree(..) => false,
        Node::Outer(outer) => can_be_null(&outer.node),
        Node::Proposed(node) => can_be_null(node),
        Node::Subquery(subquery) => match &subquery.question {
            SubqueryQuestion::Exists { .. } => false,
            SubqueryQuestion::Scalar | SubqueryQuestion::Array => true,
            // What the query gives may be NULL, too.
            SubqueryQuestion::In { .. } => true,
        },
        Node::Related(related) => matches!(related.question, RelatedQuestion::Value { nullable: true, .. }),
        Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
            can_be_null(left) || can_be_null(right)
        }
        Node::Between { value, low, high, .. } => can_be_null(value) || can_be_null(low) || can_be_null(high),
        Node::In { value, .. } | Node::Match { value, .. } | Node::Collate { value, .. } => can_be_null(value),
        Node::Logic { operands, .. } | Node::Row(operands) => operands.iter().any(can_be_null),
        Node::Not(inner) => can_be_null(inner),
    }
}
