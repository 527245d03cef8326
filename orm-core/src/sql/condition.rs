//! Conditions: what is true, false or NULL of a row.

use super::Dialect;
use super::expression::type_of;
use super::writer::Writer;
use crate::error::{Error, NotLoaded};
use crate::expr::{ColumnRef, CompareOp, LogicOp, MatchOp, Node};
use crate::value::{SqlType, Value};

/// Longer chains are written as a balanced tree of brackets: SQLite counts a flat chain of n as n levels deep.
const FLAT_CHAIN: usize = 64;

impl Writer {
    /// A condition.
    pub(super) fn condition(&mut self, node: Node) {
        match node {
            Node::Compare { op, ty, left, right } => {
                self.refuse_unfit(&left, &right);
                let ordered = matches!(op, CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le);
                if ordered {
                    self.ordered(Some(ty), *left);
                } else {
                    self.comparable(Some(ty), *left);
                }
                self.push(compare_operator(op));
                self.other_side(Some(ty).filter(|_| ordered), *right);
            }
            Node::Between { ty, value, low, high } => {
                self.refuse_unfit(&value, &low);
                self.refuse_unfit(&value, &high);
                self.ordered(Some(ty), *value);
                self.push(" BETWEEN ");
                self.other_side(Some(ty), *low);
                self.push(" AND ");
                self.other_side(Some(ty), *high);
            }
            Node::In { ty, value, list, negated } => {
                list.iter().for_each(|item| self.refuse_unfit_value(&value, item));
                self.is_in(ty, *value, list, negated);
            }
            Node::IsNull { value, negated } => {
                if let Node::Column(column) = &*value
                    && column.def().ty.width() > 1
                {
                    return self.key_is_null(column, negated);
                }
                self.operand(*value);
                self.push(if negated { " IS NOT NULL" } else { " IS NULL" });
            }
            Node::Match { op, value, pattern } => self.matches(op, *value, pattern),
            Node::Logic { op, operands } => self.chain(op, operands),
            Node::Row(values) => {
                self.push("(");
                self.separated(", ", values, |writer, value| writer.comparable(type_of(&value), value));
                self.push(")");
            }
            Node::Not(inner) => {
                self.push("NOT (");
                self.node(*inner);
                self.push(")");
            }
            Node::IsNotTrue(inner) => {
                self.push("(");
                self.node(*inner);
                self.push(") IS NOT TRUE");
            }
            Node::Constant(value) => self.push(if value { "TRUE" } else { "FALSE" }),
            Node::TooDeep => self.fail(Error::QueryTooLarge {
                reason:
                    "expressions are nested more than 200 levels deep, or queries in place of tables, such as in unions of \
                         unions, more than 50; chains of & and | are not counted, and a relation to many rows counts as ten"
                        .to_owned(),
            }),
            Node::Detached(model) => {
                self.fail(Error::NotLoaded { model, relation: "", reason: NotLoaded::Detached });
            }
            Node::WrongScope(model) => self.fail(Error::Unsupported {
                reason: format!("the scope of {model} is no Predicate<{model}>: give it with #[orm(scope = |row| ..)]"),
            }),
            Node::NoRows(name) => self.fail(Error::Unsupported {
                reason: format!("{name} is no table: its rows are those of a query, project::<{name}>().as_table()"),
            }),
            Node::Related(related) => self.related(*related),
            node => self.operand(node),
        }
    }

    /// Refuses to compare a column with what it cannot hold, while the column's name is known.
    fn refuse_unfit(&mut self, compared: &Node, with: &Node) {
        if let Node::Value(value) = with {
            self.refuse_unfit_value(compared, value);
        }
    }

    fn refuse_unfit_value(&mut self, compared: &Node, with: &Value<'_>) {
        if let (Node::Column(column), Value::Unfit(_, reason)) = (compared, with) {
            let (model, field, reason) = (column.table.model, column.def().field, reason.to_string());
            self.fail(Error::InvalidValue { model, field, reason });
        }
    }

    /// Conditions connected by one operator; a single one stands for itself.
    pub(super) fn chain(&mut self, op: LogicOp, mut operands: Vec<Node>) {
        if operands.len() > FLAT_CHAIN {
            let rest = operands.split_off(operands.len() / 2);
            self.push("(");
            self.chain(op, operands);
            self.push(logic_operator(op, ") AND (", ") OR ("));
            self.chain(op, rest);
            return self.push(")");
        }
        let alone = operands.len() == 1;
        self.separated(logic_operator(op, " AND ", " OR "), operands, |writer, operand| match operand {
            Node::Logic { .. } if !alone => writer.operand(operand),
            operand => writer.node(operand),
        });
    }

    /// A key of several columns is there where all of them are.
    fn key_is_null(&mut self, column: &ColumnRef, negated: bool) {
        self.push("(");
        match negated {
            true => self.column_parts(column, " AND ", " IS NOT NULL"),
            false => self.column_parts(column, " OR ", " IS NULL"),
        }
        self.push(")");
    }

    /// The list is one parameter, so that the text is the same whatever its length.
    fn is_in(&mut self, ty: SqlType, value: Node, list: Vec<Value<'static>>, negated: bool) {
        if let (true, Node::Column(column), SqlType::Row(_)) = (self.writes_literals(), &value, ty) {
            return self.is_one_of(column, list, negated);
        }
        self.comparable(Some(ty), value);
        if self.writes_literals() {
            self.push(if negated { " NOT IN (" } else { " IN (" });
            self.separated(", ", list, Self::value);
            return self.push(")");
        }
        if let SqlType::Row(row) = ty {
            self.push(if negated { " NOT IN (" } else { " IN (" });
            self.keys(row, list);
            return self.push(")");
        }
        let list = Value::Array(ty, list);
        if let Some(ty) = self.dialect.conversion(ty) {
            self.push(if negated { " NOT IN (SELECT v::" } else { " IN (SELECT v::" });
            self.push(&ty);
            self.push(" FROM UNNEST(");
            self.value(list);
            return self.push(") AS list(v))");
        }
        match self.dialect {
            Dialect::Postgres => {
                self.push(if negated { " <> ALL(" } else { " = ANY(" });
                self.value(list);
                self.push(")");
            }
            Dialect::Sqlite => {
                self.push(if negated { " NOT IN rarray(" } else { " IN rarray(" });
                self.value(list);
                self.push(")");
            }
        }
    }

    /// That a key of several columns is one of those that are written down: SQLite takes no list of rows in a check.
    fn is_one_of(&mut self, column: &ColumnRef, keys: Vec<Value<'static>>, negated: bool) {
        let (between, equal) = if negated { (" AND ", " <> ") } else { (" OR ", " = ") };
        self.push("(");
        self.separated(between, keys, |writer, key| {
            writer.column(column);
            writer.push(equal);
            writer.value(key);
        });
        self.push(")");
    }

    fn matches(&mut self, op: MatchOp, value: Node, pattern: String) {
        let pattern = Value::Text(pattern.into());
        let (before, after) = match (self.dialect, op) {
            (Dialect::Postgres, MatchOp::Like) => (" LIKE ", ""),
            (Dialect::Postgres, MatchOp::ILike) => (" ILIKE ", ""),
            (Dialect::Postgres, MatchOp::Regex) => (" ~ ", ""),
            (Dialect::Postgres, MatchOp::IRegex) => (" ~* ", ""),
            (Dialect::Sqlite, MatchOp::Like) => (" LIKE ", r" ESCAPE '\'"),
            (Dialect::Sqlite, MatchOp::Regex) => (" REGEXP ", ""),
            // The functions take the pattern first, as those behind LIKE and REGEXP do.
            (Dialect::Sqlite, MatchOp::ILike) => return self.match_by("ilike", pattern, value),
            (Dialect::Sqlite, MatchOp::IRegex) => return self.match_by("iregexp", pattern, value),
        };
        self.operand(value);
        self.push(before);
        self.value(pattern);
        self.push(after);
    }

    fn match_by(&mut self, function: &str, pattern: Value<'static>, value: Node) {
        self.push(function);
        self.push("(");
        self.value(pattern);
        self.push(", ");
        self.node(value);
        self.push(")");
    }
}

fn compare_operator(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => " = ",
        CompareOp::Ne => " <> ",
        CompareOp::Gt => " > ",
        CompareOp::Ge => " >= ",
        CompareOp::Lt => " < ",
        CompareOp::Le => " <= ",
        CompareOp::Distinct => " IS DISTINCT FROM ",
        CompareOp::NotDistinct => " IS NOT DISTINCT FROM ",
    }
}

fn logic_operator(op: LogicOp, and: &'static str, or: &'static str) -> &'static str {
    match op {
        LogicOp::And => and,
        LogicOp::Or => or,
    }
}
