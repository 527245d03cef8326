//! The order of rows.

use super::Dialect;
use super::expression::type_of;
use super::writer::Writer;
use crate::expr::{Node, Nulls, OrderNode, can_be_null};
use crate::schema::Direction;
use crate::value::SqlType;

impl Writer {
    pub(super) fn order_by(&mut self, order: Vec<OrderNode>) {
        if !order.is_empty() {
            self.push(" ");
            self.order_clause(order, &[]);
        }
    }

    /// The clause alone. What is among the outputs is named by its place there, unless it is a column: its parameters would make
    /// it another expression than the one that is selected.
    pub(super) fn order_clause(&mut self, order: Vec<OrderNode>, outputs: &[Node]) {
        self.push("ORDER BY ");
        self.separated(", ", order, |writer, OrderNode { node, direction, nulls, .. }| {
            let nulls = nulls.or_else(|| writer.nulls_as_postgres(&node, direction));
            let direction = if direction == Direction::Descending { " DESC" } else { "" };
            let nulls = match nulls {
                Some(Nulls::First) => " NULLS FIRST",
                Some(Nulls::Last) => " NULLS LAST",
                None => "",
            };
            match node {
                Node::Column(column) if column.def().ty.width() > 1 => {
                    return writer.column_parts(&column, ", ", &format!("{direction}{nulls}"));
                }
                Node::Column(_) => writer.ordered(type_of(&node), node),
                node => match outputs.iter().position(|output| *output == node) {
                    Some(place) => writer.place_of_output(place, outputs),
                    None => writer.ordered(type_of(&node), node),
                },
            }
            writer.push(direction);
            writer.push(nulls);
        });
    }

    /// An output by its number, and how it is compared. SQLite's text of an enum has no order by itself.
    fn place_of_output(&mut self, place: usize, outputs: &[Node]) {
        let ty = type_of(&outputs[place]);
        if let (Dialect::Sqlite, Some(SqlType::Enum(_))) = (self.dialect, ty) {
            return self.ordered(ty, outputs[place].clone());
        }
        let before: usize = outputs[..place].iter().map(width).sum();
        self.push(&(before + 1).to_string());
        self.order_collation(ty);
    }

    /// Where nothing is said about NULL, it is larger than any value, as PostgreSQL has it; to SQLite it is smaller.
    fn nulls_as_postgres(&self, node: &Node, direction: Direction) -> Option<Nulls> {
        if self.dialect == Dialect::Postgres || !can_be_null(node) {
            return None;
        }
        Some(match direction {
            Direction::Ascending => Nulls::Last,
            Direction::Descending => Nulls::First,
        })
    }
}

/// How many columns of the database an output is.
pub(super) fn width(node: &Node) -> usize {
    match node {
        Node::Column(column) => column.def().ty.width(),
        Node::Output(output) => output.width,
        _ => 1,
    }
}
