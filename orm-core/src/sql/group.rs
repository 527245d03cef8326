//! Groups: which follow from what is selected.

use super::order::width;
use super::writer::Writer;
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, Grouping, LogicOp, Node, OrderNode, Output, Select};

/// What a row of a grouped SELECT stands for.
#[derive(PartialEq)]
enum Key {
    /// The output at this place, counted in columns of the database from 1.
    Place(usize),
    /// A column that stands beside an aggregate in one expression.
    Column(ColumnRef),
}

impl Writer {
    /// GROUP BY what is selected beside aggregates, and HAVING the conditions about these.
    pub(super) fn group_by(&mut self, outputs: &[Node], having: Vec<Node>, grouping: Option<Grouping>) {
        let mut keys = Vec::new();
        let grouped = grouping.as_ref().map_or(0, |grouping| grouping.keys);
        let mut place = 1 + outputs.iter().take(grouped).map(width).sum::<usize>();
        for output in outputs.iter().skip(grouped) {
            let width = width(output);
            match output {
                Node::Value(_) => {}
                output if is_of_groups(output) => columns_beside(output, outputs, &mut keys),
                _ => keys.extend((place..place + width).map(Key::Place)),
            }
            place += width;
        }
        if let Some(grouping) = grouping {
            self.push(" GROUP BY ");
            self.grouping(outputs, grouping);
            self.push(if keys.is_empty() { "" } else { ", " });
        } else if !keys.is_empty() {
            self.push(" GROUP BY ");
        }
        if !keys.is_empty() {
            self.separated(", ", keys, |writer, key| match key {
                Key::Place(place) => writer.push(&place.to_string()),
                Key::Column(column) => writer.listed_column(&column),
            });
        }
        if !having.is_empty() {
            if !having.iter().all(|condition| is_known(condition, outputs)) {
                let reason = "a condition about groups can be only about what is selected and about aggregates: \
                              one about rows stands in a filter of its own";
                self.fail(Error::Unsupported { reason: reason.to_owned() });
            }
            self.push(" HAVING ");
            self.chain(LogicOp::And, having);
        }
    }

    /// Refuses to order groups by what they do not have.
    pub(super) fn refuse_order_of_groups(&mut self, outputs: &[Node], order: &[OrderNode]) {
        if !order.iter().all(|step| has_each_group(&step.node, outputs)) {
            self.fail(unknown_order());
        }
    }
}

impl Select {
    /// Refuses that groups are ordered by what they do not have, or picked out by windows that see more than they have.
    pub(super) fn check_windows_of_groups(&self) -> Result<()> {
        let Output::Nodes(outputs) = &self.output else { return Ok(()) };
        if !self.is_grouped() {
            return Ok(());
        }
        let has = |node: &Node| has_each_group(node, outputs);
        if !self.order.iter().all(|step| has(&step.node)) || !self.distinct_on.iter().all(has) {
            return Err(unknown_order());
        }
        if self.filter.iter().all(|condition| !condition.has_window() || has(condition)) {
            return Ok(());
        }
        let reason = "a window of groups can see only what is selected and aggregates".to_owned();
        Err(Error::Unsupported { reason })
    }
}

#[cold]
fn unknown_order() -> Error {
    Error::Unsupported { reason: "groups can be ordered only by what is selected and by aggregates".to_owned() }
}

/// Whether a group has one value of this.
pub(super) fn has_each_group(node: &Node, outputs: &[Node]) -> bool {
    outputs.contains(node) || is_known(node, outputs)
}

/// Whether an expression has one value for each group: it is made of aggregates and of what the groups are made by.
fn is_known(node: &Node, outputs: &[Node]) -> bool {
    let mut known = Vec::new();
    outputs.iter().filter(|output| is_of_groups(output)).for_each(|output| columns_beside(output, outputs, &mut known));
    let mut columns = Vec::new();
    columns_beside(node, outputs, &mut columns);
    columns.iter().all(|column| known.contains(column))
}

/// What of a grouped query's outputs it is grouped by, but for columns, which are written in one way anyhow.
pub(super) fn grouped_by(outputs: &[Node]) -> Vec<Node> {
    let is_key = |node: &&Node| !matches!(node, Node::Value(_) | Node::Column(_)) && !is_of_groups(node);
    outputs.iter().filter(is_key).cloned().collect()
}

/// Whether it is a value of groups: an aggregate, or a window's value, which sees the groups.
pub(super) fn is_of_groups(output: &Node) -> bool {
    output.has_aggregate() || output.has_window()
}

/// The columns in an expression that stand outside of its aggregates and of what is grouped by.
fn columns_beside(node: &Node, outputs: &[Node], keys: &mut Vec<Key>) {
    match node {
        Node::Aggregate(aggregate) if aggregate.over.is_none() => {}
        node if !is_of_groups(node) && outputs.contains(node) => {}
        Node::Column(column) => {
            let key = Key::Column(*column);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        node => node.each_part(&mut |part| columns_beside(part, outputs, keys)),
    }
}
