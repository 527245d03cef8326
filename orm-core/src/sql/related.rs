//! Questions about the rows on the other side of a relation, each a subquery.

use super::writer::Writer;
use crate::error::Error;
use crate::expr::{ColumnRef, LogicOp, Node, RelatedNode, RelatedQuestion};

impl Writer {
    pub(super) fn related(&mut self, node: RelatedNode) {
        let RelatedNode { question, relation, key, filter } = node;
        if self.writes_literals() {
            let (model, field) = (relation.model, relation.field);
            let reason =
                format!("the condition of a check or of an index of {model} cannot ask about {field}: it sees one row");
            return self.fail(Error::Unsupported { reason });
        }
        let target = (relation.target)();
        let mut joins = self.joins.inside(target);
        if let Some(link) = relation.through.link() {
            joins.add_link(link);
        }
        filter.iter().for_each(|condition| joins.gather(condition));
        if let RelatedQuestion::Value { value, .. } = &question {
            joins.gather(value);
        }
        self.inside(joins, |writer| {
            writer.question(question);
            writer.push(" FROM ");
            writer.own_table(target);
            writer.join_clauses(target);
            writer.push(" WHERE ");
            let back = ColumnRef::pointing_back(relation);
            let inside = writer.joins.table_of(&back).to_owned();
            let outside = writer.outside().table(key.hop).to_owned();
            // By its table even where it is the only one out there: in here, the name alone would mean another column.
            writer.same_key((&inside, back.table, back.column), (&outside, key.table, key.column));
            if !filter.is_empty() {
                writer.push(" AND ");
                match filter.as_slice() {
                    [Node::Logic { op: LogicOp::Or, .. }] => filter.into_iter().for_each(|only| writer.operand(only)),
                    _ => writer.chain(LogicOp::And, filter),
                }
            }
            writer.push(")");
        });
    }

    /// What stands before FROM.
    fn question(&mut self, question: RelatedQuestion) {
        match question {
            RelatedQuestion::Exists { negated } => {
                self.push(if negated { "NOT EXISTS (SELECT 1" } else { "EXISTS (SELECT 1" });
            }
            RelatedQuestion::Value { value, .. } => {
                self.push("(SELECT ");
                self.node(value);
            }
        }
    }
}
