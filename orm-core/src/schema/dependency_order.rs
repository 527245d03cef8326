use std::ptr;

use super::Table;

/// The tables, each after those that its foreign keys lead to, by way of whichever tables, as places in the list. Where they lead to
/// each other in a circle, the first of these comes first.
pub(crate) fn dependency_order(tables: &[&'static Table]) -> Vec<usize> {
    let led_to: Vec<Vec<usize>> = tables.iter().map(|table| places_led_to(table, tables)).collect();
    let mut waiting: Vec<usize> = (0..tables.len()).collect();
    let mut ordered = Vec::with_capacity(tables.len());
    while !waiting.is_empty() {
        let is_ready = |&place: &usize| {
            let waits_for = |other: &usize| led_to[place].contains(other) && !led_to[*other].contains(&place);
            !waiting.iter().any(waits_for)
        };
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

/// The places of those that a table's foreign keys lead to.
fn places_led_to(table: &'static Table, tables: &[&'static Table]) -> Vec<usize> {
    let mut led_to: Vec<&'static Table> = Vec::new();
    let mut next = vec![table];
    while let Some(from) = next.pop() {
        for target in from.relations.iter().map(|relation| (relation.target)()) {
            if !led_to.iter().any(|known| ptr::eq(*known, target)) {
                led_to.push(target);
                next.push(target);
            }
        }
    }
    (0..tables.len()).filter(|&place| led_to.iter().any(|target| ptr::eq(*target, tables[place]))).collect()
}
