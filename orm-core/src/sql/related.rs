//! Questions about the rows on the other side of a relation, each a subquery.

use super::Dialect;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{AggregateFunction, ColumnRef, LogicOp, Node, RelatedNode, RelatedQuestion};
use crate::value::SqlType;

impl Writer {
    pub(super) fn related(&mut self, node: RelatedNode) {
        let RelatedNode { question, relation, key, filter } = node;
        if self.writes_literals() {
            let (model, field) = (relation.model, relation.field);
            let reason = format!("a check of {model} cannot ask about {field}: a check sees one row");
            return self.fail(Error::Unsupported { reason });
        }
        let target = (relation.target)();
        let mut joins = self.joins.inside(target);
        if let Some(link) = relation.through.link() {
            joins.add_link(link);
        }
        filter.iter().for_each(|condition| joins.gather(condition));
        if let RelatedQuestion::Aggregate { value, .. } = &question {
            joins.gather(value);
        }
        let outside = std::mem::replace(&mut self.joins, joins);
        self.question(question);
        self.push(" FROM ");
        self.own_table(target);
        self.join_clauses(target);
        self.push(" WHERE ");
        let back = ColumnRef::pointing_back(relation);
        let inside = self.joins.table_of(&back).to_owned();
        // By its table even where it is the only one out there: in here, the name alone would mean another column.
        self.same_key((&inside, back.table, back.column), (outside.table(key.hop), key.table, key.column));
        if !filter.is_empty() {
            self.push(" AND ");
            match filter.as_slice() {
                [Node::Logic { op: LogicOp::Or, .. }] => filter.into_iter().for_each(|only| self.operand(only)),
                _ => self.chain(LogicOp::And, filter),
            }
        }
        self.push(")");
        self.joins = outside;
    }

    /// What stands before FROM.
    fn question(&mut self, question: RelatedQuestion) {
        match question {
            RelatedQuestion::Exists { negated } => {
                self.push(if negated { "NOT EXISTS (SELECT 1" } else { "EXISTS (SELECT 1" });
            }
            RelatedQuestion::Count => self.push("(SELECT count(*)"),
            RelatedQuestion::Aggregate { function, value, ty, result } => {
                self.push("(SELECT ");
                self.push(function_name(self.dialect, function, ty));
                self.push("(");
                self.comparable(Some(ty), value);
                self.push(")");
                // The sum of large numbers is a numeric to PostgreSQL, as is the mean of whole ones.
                let is_calculated = matches!(function, AggregateFunction::Sum | AggregateFunction::Avg);
                if self.dialect == Dialect::Postgres && is_calculated {
                    self.push("::");
                    self.push(result.name());
                }
            }
        }
    }
}

/// The names of SQLite's functions for decimals are the library's own, after that of its extension for the sum.
fn function_name(dialect: Dialect, function: AggregateFunction, ty: SqlType) -> &'static str {
    match (dialect, function, ty) {
        (Dialect::Sqlite, AggregateFunction::Sum, SqlType::Decimal) => "decimal_sum",
        (Dialect::Sqlite, AggregateFunction::Avg, SqlType::Decimal) => "decimal_avg",
        (_, AggregateFunction::Sum, _) => "sum",
        (_, AggregateFunction::Avg, _) => "avg",
        (_, AggregateFunction::Min, _) => "min",
        (_, AggregateFunction::Max, _) => "max",
    }
}
