//! When two queries ask the same, so that one that is selected can also be grouped or ordered by.

use std::ptr;
use std::sync::Arc;

use super::{Output, Select, SetNode, Source};

impl PartialEq for Select {
    /// Queries over a link table, or with locks, are never the same: nobody orders by one.
    fn eq(&self, other: &Self) -> bool {
        let plain = |select: &Self| select.link.is_none() && select.lock.is_none();
        let same_rows = ptr::eq(self.table, other.table) && self.source == other.source && self.filter == other.filter;
        let same_slice = (self.limit, self.offset) == (other.limit, other.offset);
        let same_groups = self.grouping == other.grouping;
        let same_values = self.output == other.output && self.distinct == other.distinct && same_groups;
        let same_firsts = self.distinct_on == other.distinct_on && self.order == other.order && self.per == other.per;
        plain(self) && plain(other) && same_rows && same_slice && same_values && same_firsts
    }
}

impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table, Self::Table) => true,
            (Self::Nodes(nodes), Self::Nodes(others)) => nodes == others,
            _ => false,
        }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Table, Self::Table) => true,
            (Self::Set(set), Self::Set(other)) => set == other,
            (Self::Query(query), Self::Query(other)) => query == other,
            (Self::Derived(rows), Self::Derived(other)) => Arc::ptr_eq(rows, other) || rows == other,
            _ => false,
        }
    }
}

impl PartialEq for SetNode {
    fn eq(&self, other: &Self) -> bool {
        self.op == other.op && self.parts == other.parts
    }
}
