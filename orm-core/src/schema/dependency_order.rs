use std::ptr;

use super::Table;

/// The tables, each after those that its foreign keys point at, as places in the list. Where they point at each other in a circle, the
/// first of these comes first.
pub(crate) fn dependency_order(tables: &[&'static Table]) -> Vec<usize> {
    let mut waiting: Vec<usize> = (0..tables.len()).collect();
    let mut ordered = Vec::with_capacity(tables.len());
    while !waiting.is_empty() {
        let is_ready = |&place: &usize| {
            let waits_for = |target: &'static Table| {
                let itself = ptr::eq(target, tables[place]);
                !itself && waiting.iter().any(|&other| ptr::eq(tables[other], target))
            };
            !tables[place].relations.iter().any(|relation| waits_for((relation.target)()))
        };
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}
