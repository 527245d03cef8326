//! What a SELECT becomes before it is written, where SQL has no clause for what it asks.

use std::mem;
use std::sync::Arc;

use super::Dialect;
use super::expression::type_of;
use super::order::width;
use super::select::beginning_with;
use crate::error::{Error, Result};
use crate::expr::{
    AggregateNode, CompareOp, Function, Node, OrderNode, Output, OutputNode, Select, Source, WindowNode, can_be_null,
};
use crate::value::{SqlType, Value};

impl Select {
    /// This as databases can be asked it.
    pub(super) fn planned(mut self, dialect: Dialect) -> Result<Self> {
        if let Source::Set(set) = &self.source
            && let Some(selected) = set.output()
        {
            let selected = selected.to_vec();
            self.over(&selected, false, "what a union, intersection or difference gives")?;
        }
        if self.filter.iter().any(Node::has_window) && self.per.is_none() && self.is_grouped() {
            self = self.of_picked_rows();
        }
        // PostgreSQL compares these with the order as they are written, and two parameters are never the same to it.
        let are_columns = self.distinct_on.iter().all(|node| matches!(node, Node::Column(_)));
        if !self.distinct_on.is_empty() && (dialect == Dialect::Sqlite || !are_columns) {
            self.order = beginning_with(&self.distinct_on, mem::take(&mut self.order));
            let first = first_of_each(mem::take(&mut self.distinct_on), self.order.clone());
            self.filter.push(first);
        }
        if self.filter.iter().any(Node::has_window) { self.windowed() } else { Ok(self) }
    }

    /// Whether windows, or what may have to be written as one, say which rows it gives.
    pub(super) fn picks_rows(&self) -> bool {
        !self.distinct_on.is_empty() || self.filter.iter().any(Node::has_window)
    }

    /// A query about the rows that this one gives, of which the expressions are parts of what it selects.
    pub(crate) fn as_source(mut self, output: Vec<Node>) -> Result<Self> {
        let selected = mem::replace(&mut self.output, Output::Table).into_all_nodes(self.table);
        self.output = Output::Nodes(selected.clone());
        let mut outer = Self::new(self.table);
        outer.output = Output::Nodes(output);
        outer.source = Source::Query(Arc::new(self));
        outer.over(&selected, true, "what the query selects")?;
        Ok(outer)
    }

    /// Names what this is about by its place in what another query selects. Aggregates may be new ones, and then it is their
    /// arguments that are named.
    fn over(&mut self, selected: &[Node], aggregates: bool, what: &str) -> Result<()> {
        let table = self.table;
        let mut result = Ok(());
        self.each_own_node_mut(&mut |node| {
            if !refer(node, selected, aggregates) {
                let reason =
                    format!("a column of {} is not among {what}, and cannot be asked for behind it", table.model);
                result = Err(Error::Unsupported { reason });
            }
        });
        result
    }

    /// Conditions on the values of windows, which WHERE does not see: a query around this one sees them.
    fn windowed(mut self) -> Result<Self> {
        if self.lock.is_some() || self.per.is_some() {
            let reason = format!(
                "rows of {} that a window's value picks out can be neither locked nor limited for each parent",
                self.table.model
            );
            return Err(Error::Unsupported { reason });
        }
        self.check_windows_of_groups()?;
        let mut inner = mem::replace(&mut self.output, Output::Table).into_nodes(self.table);
        let mut outer = Self::new(self.table);
        outer.output = Output::Nodes(inner.iter().enumerate().map(|(place, node)| output(place, node)).collect());
        let mut selected = |node: Node| {
            let place = inner.len();
            let outside = output(place, &node);
            inner.push(node);
            outside
        };
        let (of_windows, plain) = mem::take(&mut self.filter).into_iter().partition(Node::has_window);
        outer.filter = Vec::into_iter(of_windows).map(&mut selected).collect();
        self.filter = plain;
        let order = mem::take(&mut self.order).into_iter();
        outer.order = order.map(|step| OrderNode { node: selected(step.node), ..step }).collect();
        outer.distinct_on = mem::take(&mut self.distinct_on).into_iter().map(selected).collect();
        outer.distinct = mem::take(&mut self.distinct);
        outer.compared = mem::take(&mut self.compared);
        outer.limit = self.limit.take();
        outer.offset = mem::take(&mut self.offset);
        self.output = Output::Nodes(inner);
        outer.source = Source::Query(Arc::new(self));
        Ok(outer)
    }

    fn each_own_node_mut(&mut self, visit: &mut dyn FnMut(&mut Node)) {
        if let Output::Nodes(nodes) = &mut self.output {
            nodes.iter_mut().for_each(&mut *visit);
        }
        self.filter.iter_mut().chain(&mut self.distinct_on).for_each(&mut *visit);
        self.order.iter_mut().for_each(|step| visit(&mut step.node));
    }
}

/// A column of the query inside.
fn output(place: usize, node: &Node) -> Node {
    Node::Output(OutputNode { column: place, width: width(node), ty: type_of(node), nullable: can_be_null(node) })
}

/// Replaces what the query inside selects by its place there. Whether nothing is left that is not there.
fn refer(node: &mut Node, selected: &[Node], aggregates: bool) -> bool {
    let is_new = aggregates && matches!(node, Node::Aggregate(aggregate) if aggregate.over.is_none());
    if !is_new && let Some(place) = selected.iter().position(|selected| selected == node) {
        *node = output(place, &selected[place]);
        return true;
    }
    if matches!(node, Node::Column(_) | Node::Related(_)) {
        return false;
    }
    let mut all_there = true;
    node.each_part_mut(&mut |part| {
        // A value in an expression is itself, also where the query inside selects the same: that column can hold others.
        if !matches!(part, Node::Value(_)) {
            all_there &= refer(part, selected, aggregates && !is_new);
        }
    });
    all_there
}

/// Whether a row is the first of those with the same values.
fn first_of_each(partition: Vec<Node>, order: Vec<OrderNode>) -> Node {
    numbered(&DISTINCT_ON, partition, order, CompareOp::Eq, 1)
}

/// Whether a row is among the first of those with the same values; or a group is.
pub(crate) fn among_first(of_groups: bool, partition: Vec<Node>, order: Vec<OrderNode>, rows: i64) -> Node {
    let number = if of_groups { &LIMIT_GROUPS_BY } else { &LIMIT_BY };
    numbered(number, partition, order, CompareOp::Le, rows)
}

static DISTINCT_ON: Function = Function::same("distinct_on", "row_number()");

/// The number of a row, also where the query gives groups.
pub(super) static LIMIT_BY: Function = Function::same("limit_by", "row_number()");

static LIMIT_GROUPS_BY: Function = Function::same("limit_by", "row_number()");

fn numbered(number: &'static Function, partition: Vec<Node>, order: Vec<OrderNode>, op: CompareOp, rows: i64) -> Node {
    let number = AggregateNode {
        function: number,
        arguments: Vec::new(),
        ty: SqlType::BigInt,
        nullable: false,
        distinct: false,
        filter: None,
        order: Vec::new(),
        over: Some(WindowNode { partition, order, frame: None }),
    };
    Node::Compare {
        op,
        ty: SqlType::BigInt,
        left: Box::new(Node::Aggregate(Box::new(number))),
        right: Box::new(Node::Value(Value::BigInt(rows))),
    }
}
