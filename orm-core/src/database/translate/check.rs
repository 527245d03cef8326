//! The fields that a check is about, which no database says.

use crate::database::models;
use crate::expr::Node;
use crate::schema::{Table, constraint_name};

/// The names of the fields that the check of this name compares; none where no model has said it.
pub(super) fn fields(table: &'static Table, name: &str) -> Vec<String> {
    let of_table = models().into_iter().filter(|model| std::ptr::eq(model.table, table));
    let said = of_table.flat_map(|model| (model.checks)()).find(|check| check.name == name);
    let columns = match said {
        Some(check) => {
            let mut columns = Vec::new();
            gather(&check.condition, &mut columns);
            columns
        }
        None => (0..table.columns.len()).filter(|&column| implies(table, column, name)).collect(),
    };
    columns.into_iter().map(|column| table.columns[column].field.to_owned()).collect()
}

fn gather(node: &Node, columns: &mut Vec<usize>) {
    if let Node::Column(column) = node
        && !columns.contains(&column.column)
    {
        columns.push(column.column);
    }
    node.each_part(&mut |part| gather(part, columns));
}

/// Whether it is one of the checks that `create_tables` makes because of a column's type.
fn implies(table: &Table, column: usize, name: &str) -> bool {
    let is_of = |column: &str, kind| constraint_name(table.name, [column], kind) == name;
    let mut parts = table.parts(column);
    parts.any(|part| is_of(&part.name, "check") || is_of(&part.name, "range"))
        || is_of(table.columns[column].name, "whole")
}
