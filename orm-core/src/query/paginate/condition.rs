//! Which rows stand behind a place in an order, as a condition.

use crate::expr::{CompareOp, LogicOp, Node, Nulls, OrderNode, can_be_null};
use crate::schema::Direction;
use crate::sql::Dialect;
use crate::value::{SqlType, Value};

/// One step of an order, and its value in the row at the place.
pub(super) type Step = (OrderNode, Value<'static>);

/// The rows that come after the row with these values; that row, too, if it is `included`.
///
/// Where all steps go one way and nothing is NULL, it is one comparison of rows, which one index can answer. Otherwise
/// the first step also stands alone in front, so that at least it can be looked up.
pub(super) fn behind(steps: Vec<Step>, included: bool, dialect: Dialect) -> Node {
    if steps.len() > 1 && is_one_comparison(&steps, dialect) {
        return one_comparison(steps, included);
    }
    let bound = steps.first().filter(|_| steps.len() > 1).cloned().and_then(not_before);
    let mut steps = steps.into_iter().rev();
    let Some(last) = steps.next() else { return Node::Constant(included) };
    let last = if included { any([after(&last), equal(&last)]) } else { after(&last) };
    let exact = steps.fold(last, |rest, step| any([after(&step), all([equal(&step), rest])]));
    all(bound.into_iter().chain([exact]))
}

fn is_one_comparison(steps: &[Step], dialect: Dialect) -> bool {
    let first = steps.first().map(|(order, _)| order.direction);
    steps.iter().all(|(order, value)| {
        // SQLite's text of an enum is ranked on both sides, and a key of several columns is a row already.
        let is_plain = order.ty.width() == 1 && (dialect == Dialect::Postgres || !matches!(order.ty, SqlType::Enum(_)));
        Some(order.direction) == first && is_plain && !value.is_null() && !can_be_null(&order.node)
    })
}

fn one_comparison(steps: Vec<Step>, included: bool) -> Node {
    let direction = steps.first().map_or(Direction::Ascending, |(order, _)| order.direction);
    let (left, right) = steps.into_iter().map(|(order, value)| (order.node, Node::Value(value))).unzip();
    let op = if included { operator_or_equal(direction) } else { operator(direction) };
    // Each part is compared as what it is, and the whole as nothing in particular.
    Node::Compare { op, ty: SqlType::Text, left: Box::new(Node::Row(left)), right: Box::new(Node::Row(right)) }
}

fn operator(direction: Direction) -> CompareOp {
    match direction {
        Direction::Ascending => CompareOp::Gt,
        Direction::Descending => CompareOp::Lt,
    }
}

fn operator_or_equal(direction: Direction) -> CompareOp {
    match direction {
        Direction::Ascending => CompareOp::Ge,
        Direction::Descending => CompareOp::Le,
    }
}

/// Where NULL stands in a step: larger than everything else, unless it says otherwise.
fn nulls(order: &OrderNode) -> Nulls {
    order.nulls.unwrap_or(match order.direction {
        Direction::Ascending => Nulls::Last,
        Direction::Descending => Nulls::First,
    })
}

/// Its value comes after the one at the place.
fn after((order, value): &Step) -> Node {
    let nullable = can_be_null(&order.node);
    match (value.is_null(), nulls(order)) {
        (true, Nulls::Last) => Node::Constant(false),
        (true, Nulls::First) => is_null(order, true),
        (false, Nulls::Last) if nullable => {
            any([compare(operator(order.direction), order, value), is_null(order, false)])
        }
        (false, _) => compare(operator(order.direction), order, value),
    }
}

fn equal((order, value): &Step) -> Node {
    if value.is_null() { is_null(order, false) } else { compare(CompareOp::Eq, order, value) }
}

/// Its value does not come before the one at the place: true of all that come after. `None` where that is no simple question.
fn not_before((order, value): Step) -> Option<Node> {
    let null_follows = can_be_null(&order.node) && nulls(&order) == Nulls::Last;
    (!value.is_null() && !null_follows).then(|| compare(operator_or_equal(order.direction), &order, &value))
}

fn compare(op: CompareOp, order: &OrderNode, value: &Value<'static>) -> Node {
    let (left, right) = (Box::new(order.node.clone()), Box::new(Node::Value(value.clone())));
    Node::Compare { op, ty: order.ty, left, right }
}

fn is_null(order: &OrderNode, negated: bool) -> Node {
    Node::IsNull { value: Box::new(order.node.clone()), negated }
}

fn any(parts: impl IntoIterator<Item = Node>) -> Node {
    connected(LogicOp::Or, parts)
}

fn all(parts: impl IntoIterator<Item = Node>) -> Node {
    connected(LogicOp::And, parts)
}

/// Without parts that decide nothing.
fn connected(op: LogicOp, parts: impl IntoIterator<Item = Node>) -> Node {
    let neutral = op == LogicOp::And;
    let mut operands = Vec::new();
    for part in parts {
        match part {
            Node::Constant(value) if value == neutral => {}
            Node::Constant(value) => return Node::Constant(value),
            Node::Logic { op: its, operands: more } if its == op => operands.extend(more),
            part => operands.push(part),
        }
    }
    match operands.len() {
        0 => Node::Constant(neutral),
        1 => operands.remove(0),
        _ => Node::Logic { op, operands },
    }
}
