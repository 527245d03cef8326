use std::ptr;

use super::QuerySet;
use crate::expr::{ColumnRef, Node, OrderNode};
use crate::model::Model;
use crate::schema::{Direction, Table};
use crate::sql::{Output, ascending};

impl<M: Model, T> QuerySet<M, T> {
    /// An order in which no two rows are equal, so that each row has one place: the query's own, and after it the primary key,
    /// in the direction of the last step, so that one index can serve both. Steps that cannot matter are left out.
    ///
    /// `None` for distinct rows of what has no order.
    pub(super) fn total_order(&self) -> Option<Vec<OrderNode>> {
        let mut order = self.order();
        if let Some(last) = order.iter().position(|step| tells_apart(M::TABLE, &step.node)) {
            order.truncate(last + 1);
            return Some(order);
        }
        let direction = order.last().map_or(Direction::Ascending, |step| step.direction);
        let key: Vec<_> = key_columns(M::TABLE).map(|column| OrderNode::of_column(column, direction)).collect();
        if key.iter().all(|step| self.select.can_order_by(&step.node)) {
            order.extend(key.into_iter().filter(|step| !has(&order, &step.node)).collect::<Vec<_>>());
            return Some(order);
        }
        // Distinct rows of values are equal only where all of these are, and groups where all are that they are made by.
        let Output::Nodes(nodes) = &self.select.output else { return None };
        let is_grouped = self.select.is_grouped();
        for node in nodes.iter().filter(|node| !is_grouped || !node.has_aggregate()) {
            let step = ascending(node)?;
            if !has(&order, node) {
                order.push(OrderNode { direction, ..step });
            }
        }
        Some(order)
    }
}

/// The columns of the primary key.
fn key_columns(table: &'static Table) -> impl Iterator<Item = ColumnRef> {
    let parts = table.composite_key.map_or_else(|| vec![table.primary_key], |key| key.parts.to_vec());
    parts.into_iter().map(move |column| ColumnRef { hop: None, table, column })
}

/// Whether no two rows of the table have the same value here.
fn tells_apart(table: &'static Table, node: &Node) -> bool {
    let Some(column) = node.as_column().filter(|column| column.hop.is_none() && ptr::eq(column.table, table)) else {
        return false;
    };
    column.column == table.primary_key || column.def().unique && !column.def().nullable
}

fn has(order: &[OrderNode], node: &Node) -> bool {
    order.iter().any(|step| step.node == *node)
}
