//! Queries that stand in expressions.

use super::Dialect;
use super::expression::type_of;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{Node, OuterNode, Output, OutputNode, Select, SubqueryNode, SubqueryQuestion, list_item};

impl Writer {
    pub(super) fn subquery(&mut self, subquery: SubqueryNode) {
        let SubqueryNode { question, select } = subquery;
        if self.writes_literals() {
            let reason = "the condition of a check or of an index cannot ask another query: it sees one row".to_owned();
            return self.fail(Error::Unsupported { reason });
        }
        match question {
            SubqueryQuestion::Exists { negated } => {
                self.push(if negated { "NOT EXISTS (" } else { "EXISTS (" });
                self.query_inside(for_any_row(select), false);
                self.push(")");
            }
            SubqueryQuestion::Scalar => {
                self.push("(");
                self.query_inside(select, false);
                self.push(")");
            }
            SubqueryQuestion::Array => match self.dialect {
                Dialect::Postgres => {
                    self.push("ARRAY(");
                    self.query_inside(select, false);
                    self.push(")");
                }
                Dialect::Sqlite => {
                    self.push("(SELECT json_group_array(");
                    self.first_output(&select);
                    self.push(") FROM (");
                    self.query_inside(select, true);
                    self.push("))");
                }
            },
            SubqueryQuestion::In { value, negated } => {
                let ty = type_of(&value);
                self.comparable(ty, value);
                self.push(if negated { " NOT IN (" } else { " IN (" });
                self.query_inside(select, false);
                self.push(")");
            }
        }
    }

    /// What a query selects first, as an item of a list.
    fn first_output(&mut self, select: &Select) {
        let selected = match &select.output {
            Output::Nodes(nodes) => nodes.first(),
            Output::Table => None,
        };
        let ty = selected.and_then(type_of);
        let output = Node::Output(OutputNode { column: 0, width: 1, ty, nullable: true });
        match ty.and_then(|ty| Some((ty, list_item(ty)?.sqlite?))) {
            Some((ty, text)) => self.template(text, &[output], ty),
            None => self.node(output),
        }
    }

    /// A query, which sees the rows of those around it.
    fn query_inside(&mut self, select: Select, named: bool) {
        match select.planned(self.dialect) {
            Ok(select) => {
                let joins = select.joins_in(self.joins.inside(select.table));
                self.inside(joins, |writer| writer.select_as(select, named));
            }
            Err(error) => self.fail(error),
        }
    }

    /// An expression over the row of a query around this one.
    pub(super) fn outer(&mut self, outer: OuterNode) {
        let OuterNode { table, skipped, node } = outer;
        if !self.in_query_around(table, skipped, |writer| writer.node(node)) {
            let model = table.model;
            let reason = format!("outer(..) names a column of {model}, and no query around it is about {model}");
            self.fail(Error::Unsupported { reason });
        }
    }
}

/// A query of which only counts whether it gives any row.
pub(super) fn for_any_row(mut select: Select) -> Select {
    if !select.is_sliced() {
        select.order.clear();
        if select.is_of_table() && !select.is_grouped() {
            select.distinct = false;
            select.output = Output::Nodes(Vec::new());
        }
    }
    select
}
