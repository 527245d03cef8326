//! Values: columns, parameters and what is computed from them.

use super::writer::Writer;
use super::{Dialect, literal};
use crate::expr::{ArithmeticOp, Node, Output, RelatedQuestion, SubqueryQuestion};
use crate::value::{EnumType, SqlType};

impl Writer {
    /// Any expression.
    pub(super) fn node(&mut self, node: Node) {
        self.shared_or(node, Self::node_itself);
    }

    fn node_itself(&mut self, node: Node) {
        match node {
            Node::Column(column) => self.column(&column),
            Node::Value(value) => self.value(value),
            Node::Arithmetic { op, ty, left, right } => self.arithmetic(op, ty, *left, *right),
            Node::Call(call) => self.call(*call),
            Node::Case(case) => self.case(*case),
            Node::Aggregate(aggregate) => self.aggregate(*aggregate),
            Node::Fragment(fragment) => self.fragment(*fragment),
            Node::Collate { value, collation } => self.collated(*value, collation),
            Node::Subquery(subquery) => self.subquery(*subquery),
            Node::Outer(outer) => self.outer(*outer),
            Node::Proposed(node) => self.proposed(*node),
            Node::Output(output) => self.output(output),
            Node::Tree(part, _) => self.tree_part(part),
            condition => self.condition(condition),
        }
    }

    /// An expression inside a larger one, in brackets where it is more than a name or a value.
    pub(super) fn operand(&mut self, node: Node) {
        // A subquery has its own brackets, and a function those of its arguments. NOT EXISTS binds looser than what is around it.
        let stands_alone = match &node {
            Node::Subquery(subquery) => {
                !matches!(subquery.question, SubqueryQuestion::In { .. } | SubqueryQuestion::Exists { negated: true })
            }
            Node::Related(related) => !matches!(related.question, RelatedQuestion::Exists { negated: true }),
            Node::Column(_) | Node::Value(_) | Node::Call(_) | Node::Output(_) | Node::Outer(_) => true,
            Node::Aggregate(_) | Node::Fragment(_) | Node::Tree(..) | Node::Case(_) | Node::Collate { .. } => true,
            _ => false,
        };
        if stands_alone {
            return self.node(node);
        }
        self.push("(");
        self.node(node);
        self.push(")");
    }

    /// One side of a comparison: calculation binds tighter and needs no brackets.
    pub(super) fn side(&mut self, node: Node) {
        match node {
            Node::Arithmetic { .. } | Node::Row(_) => self.node(node),
            node => self.operand(node),
        }
    }

    /// A value that is compared or ordered by, with what makes SQLite compare the meaning and not the text.
    pub(super) fn comparable(&mut self, ty: Option<SqlType>, node: Node) {
        self.side(node);
        self.collation(ty);
    }

    /// What makes SQLite compare values of this type by their meaning.
    pub(super) fn collation(&mut self, ty: Option<SqlType>) {
        if self.dialect == Dialect::Sqlite {
            self.push(match ty {
                Some(SqlType::Decimal) => " COLLATE decimal",
                Some(SqlType::Interval) => " COLLATE interval",
                Some(SqlType::Inet | SqlType::Cidr) => " COLLATE inet",
                Some(SqlType::Range(_)) => " COLLATE range",
                Some(SqlType::Json) => " COLLATE json",
                Some(SqlType::List(SqlType::Decimal)) => " COLLATE list_decimal",
                Some(SqlType::List(SqlType::Interval)) => " COLLATE list_interval",
                Some(SqlType::List(SqlType::Inet | SqlType::Cidr)) => " COLLATE list_inet",
                Some(SqlType::List(SqlType::Range(_))) => " COLLATE list_range",
                Some(SqlType::List(SqlType::Json)) => " COLLATE list_json",
                _ => "",
            });
        }
    }

    /// What makes SQLite order values of this type by their meaning. Lists of other elements are equal where their texts are.
    pub(super) fn order_collation(&mut self, ty: Option<SqlType>) {
        use SqlType::{Cidr, Decimal, Inet, Interval, Json, List, Range};

        match (self.dialect, ty) {
            (Dialect::Sqlite, Some(List(Decimal | Interval | Inet | Cidr | Json | Range(_)))) => self.collation(ty),
            (Dialect::Sqlite, Some(List(_))) => self.push(" COLLATE list"),
            _ => self.collation(ty),
        }
    }

    /// A value whose place in an order counts. An enum's is that of its names in the type.
    pub(super) fn ordered(&mut self, ty: Option<SqlType>, node: Node) {
        match (self.dialect, ty) {
            (Dialect::Sqlite, Some(SqlType::Enum(ty))) => self.rank(ty, node),
            _ => {
                self.side(node);
                self.order_collation(ty);
            }
        }
    }

    /// What such a value is compared with; without a type, what is only equal to something or not.
    pub(super) fn other_side(&mut self, ty: Option<SqlType>, node: Node) {
        match (self.dialect, ty) {
            (Dialect::Sqlite, Some(SqlType::Enum(ty))) => self.rank(ty, node),
            _ => self.side(node),
        }
    }

    /// The place of a name among those of its type, which is how PostgreSQL orders them and text does not.
    pub(super) fn rank(&mut self, ty: &EnumType, node: Node) {
        self.push("CASE ");
        self.operand(node);
        for (place, label) in ty.labels.iter().enumerate() {
            self.push(&format!(" WHEN {} THEN {place}", literal::quote(label)));
        }
        self.push(" END");
    }

    /// The type whose names a function picks the first or the last of, where it is their places that it is given.
    pub(super) fn ranked(&self, text: &str, ty: SqlType) -> Option<&'static EnumType> {
        match ty {
            SqlType::Enum(ty) if self.dialect == Dialect::Sqlite && text.contains("{<}") => Some(ty),
            _ => None,
        }
    }

    /// What makes the name of a place out of it, behind `CASE` and the place.
    pub(super) fn label_of_rank(&mut self, ty: &EnumType) {
        for (place, label) in ty.labels.iter().enumerate() {
            self.push(&format!(" WHEN {place} THEN {}", literal::quote(label)));
        }
        self.push(" END");
    }

    fn arithmetic(&mut self, op: ArithmeticOp, ty: SqlType, left: Node, right: Node) {
        if let (Dialect::Sqlite, Some(function)) = (self.dialect, sqlite_function(op, ty)) {
            self.push(function);
            self.push("(");
            self.node(left);
            self.push(", ");
            self.node(right);
            return self.push(")");
        }
        self.operand(left);
        self.push(match op {
            ArithmeticOp::Add => " + ",
            ArithmeticOp::Sub => " - ",
            ArithmeticOp::Mul => " * ",
            ArithmeticOp::Div => " / ",
            ArithmeticOp::Rem => " % ",
        });
        self.operand(right);
    }
}

/// Where SQLite's own operators mean something else than PostgreSQL's: decimals are text to it, and dividing by
/// zero is NULL instead of an error. The first four names are those of SQLite's `decimal` extension.
fn sqlite_function(op: ArithmeticOp, ty: SqlType) -> Option<&'static str> {
    Some(match (ty, op) {
        (SqlType::Decimal, ArithmeticOp::Add) => "decimal_add",
        (SqlType::Decimal, ArithmeticOp::Sub) => "decimal_sub",
        (SqlType::Decimal, ArithmeticOp::Mul) => "decimal_mul",
        (SqlType::Decimal, _) => "decimal_div",
        (_, ArithmeticOp::Div) => "checked_div",
        (_, ArithmeticOp::Rem) => "checked_rem",
        _ => return None,
    })
}

/// The type of an expression, as far as it matters to how it is ordered.
pub(super) fn type_of(node: &Node) -> Option<SqlType> {
    match node {
        Node::Column(column) => Some(column.def().ty),
        Node::Value(value) => Some(value.sql_type()),
        Node::Arithmetic { ty, .. } => Some(*ty),
        Node::Call(call) => Some(call.ty),
        Node::Case(case) => Some(case.ty),
        Node::Aggregate(aggregate) => Some(aggregate.ty),
        Node::Fragment(fragment) => Some(fragment.ty),
        Node::Output(output) => output.ty,
        Node::Tree(_, ty) => Some(*ty),
        Node::Outer(outer) => type_of(&outer.node),
        Node::Proposed(node) => type_of(node),
        Node::Collate { .. } => None,
        Node::Subquery(subquery) => match (&subquery.question, &subquery.select.output) {
            (SubqueryQuestion::Scalar, Output::Nodes(nodes)) => nodes.first().and_then(type_of),
            _ => None,
        },
        Node::Related(related) => match &related.question {
            RelatedQuestion::Exists { .. } => None,
            RelatedQuestion::Value { ty, .. } => Some(*ty),
        },
        _ => None,
    }
}
