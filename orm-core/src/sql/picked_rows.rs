//! Groups of rows that windows have picked out.

use std::mem;
use std::sync::Arc;

use super::group::has_each_group;
use super::plan::LIMIT_BY;
use crate::expr::{DerivedNode, Node, Output, Select, Source};

impl Select {
    /// Where a window's value decides about the rows that groups are made of, these rows are a table of their own: a window beside
    /// GROUP BY sees the groups.
    pub(super) fn of_picked_rows(mut self) -> Self {
        let selected = mem::replace(&mut self.output, Output::Table).into_nodes(self.table);
        let (of_groups, of_rows): (Vec<_>, Vec<_>) = mem::take(&mut self.filter)
            .into_iter()
            .partition(|node| node.has_aggregate() || node.has_window() && !sees_rows(node, &selected));
        self.output = Output::Nodes(selected);
        if !of_rows.iter().any(Node::has_window) {
            self.filter = of_rows.into_iter().chain(of_groups).collect();
            return self;
        }
        let mut rows = Self::new(self.table);
        rows.filter = of_rows;
        rows.source = mem::replace(&mut self.source, Source::Table);
        (self.filter, self.scoped) = (of_groups, 0);
        match DerivedNode::of_query(rows, None, 0) {
            Some(rows) => self.source = Source::Derived(Arc::new(rows)),
            None => self.filter.push(Node::TooDeep),
        }
        self
    }

    /// Takes from the order of groups what they do not have, where it has told before which rows come first.
    pub(crate) fn keep_order_of_groups(&mut self) {
        if !self.is_grouped() {
            return;
        }
        let mut told = Vec::new();
        self.filter.iter().for_each(|node| each_limit(node, &mut |step| told.push(step.clone())));
        let selected = match &self.output {
            Output::Nodes(nodes) => nodes.as_slice(),
            Output::Table => &[],
        };
        self.order.retain(|step| !told.contains(&step.node) || has_each_group(&step.node, selected));
    }
}

fn sees_rows(node: &Node, selected: &[Node]) -> bool {
    let mut limits = false;
    each_limit(node, &mut |_| limits = true);
    limits || !has_each_group(node, selected)
}

/// Calls `visit` for each step of the order in which `limit_by` has counted rows.
fn each_limit(node: &Node, visit: &mut dyn FnMut(&Node)) {
    match node {
        Node::Aggregate(aggregate) if *aggregate.function == LIMIT_BY => {
            aggregate.over.iter().flat_map(|over| &over.order).for_each(|step| visit(&step.node));
        }
        node => node.each_part(&mut |part| each_limit(part, visit)),
    }
}
