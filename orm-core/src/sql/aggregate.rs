//! Aggregates and windows.

use super::writer::Writer;
use crate::expr::{AggregateNode, Bound, Exclude, Frame, FrameUnit, Node, WindowNode};
use crate::value::Value;

impl Writer {
    /// An aggregate is written as its function says, with what is only said of aggregates where the grammar has it: an order behind
    /// the arguments, a filter and a window behind their bracket. `{over}` is for functions of SQLite's that have another name there.
    pub(super) fn aggregate(&mut self, aggregate: AggregateNode) {
        let AggregateNode { function, arguments, ty, distinct, filter, order, over, .. } = aggregate;
        let Some(text) = self.text_of(function) else { return };
        let text = text.replace("{over}", if over.is_some() { "_over" } else { "" });
        let (before, place, behind) = split(&text);
        let ranked = self.ranked(&text, ty);
        self.push(if ranked.is_some() { "CASE " } else { "" });
        self.template(before, &arguments, ty);
        if distinct {
            self.push("DISTINCT ");
        }
        if let Some(place) = place {
            self.place(place, &arguments, ty);
        }
        self.order_by(order);
        self.push(")");
        if let Some(filter) = filter {
            self.push(" FILTER (WHERE ");
            self.node(filter);
            self.push(")");
        }
        if let Some(window) = over {
            self.window(window);
        }
        self.template(behind, &arguments, ty);
        ranked.into_iter().for_each(|ty| self.label_of_rank(ty));
    }

    fn window(&mut self, window: WindowNode) {
        self.push(" OVER (");
        let mut separator = "";
        if !window.partition.is_empty() {
            self.push("PARTITION BY ");
            self.separated(", ", window.partition, |writer, node| match node {
                Node::Column(column) => writer.listed_column(&column),
                node => writer.node(node),
            });
            separator = " ";
        }
        if !window.order.is_empty() {
            self.push(separator);
            self.order_clause(window.order, &[]);
            separator = " ";
        }
        if let Some(frame) = window.frame {
            self.push(separator);
            self.frame(frame);
        }
        self.push(")");
    }

    fn frame(&mut self, frame: Frame) {
        self.push(match frame.unit {
            FrameUnit::Rows => "ROWS BETWEEN ",
            FrameUnit::Range => "RANGE BETWEEN ",
            FrameUnit::Groups => "GROUPS BETWEEN ",
        });
        self.bound(frame.start);
        self.push(" AND ");
        self.bound(frame.end);
        self.push(match frame.exclude {
            None => "",
            Some(Exclude::CurrentRow) => " EXCLUDE CURRENT ROW",
            Some(Exclude::Group) => " EXCLUDE GROUP",
            Some(Exclude::Ties) => " EXCLUDE TIES",
        });
    }

    fn bound(&mut self, bound: Bound) {
        match bound {
            Bound::UnboundedPreceding => self.push("UNBOUNDED PRECEDING"),
            Bound::Preceding(rows) => {
                self.value(Value::BigInt(rows.into()));
                self.push(" PRECEDING");
            }
            Bound::CurrentRow => self.push("CURRENT ROW"),
            Bound::Following(rows) => {
                self.value(Value::BigInt(rows.into()));
                self.push(" FOLLOWING");
            }
            Bound::UnboundedFollowing => self.push("UNBOUNDED FOLLOWING"),
        }
    }
}

/// An aggregate's text before its arguments, the place of these, and what stands behind their bracket.
fn split(text: &str) -> (&str, Option<&str>, &str) {
    let with_place = text.split_once('{').and_then(|(before, rest)| {
        let (place, behind) = rest.split_once('}')?;
        Some((before, Some(place), behind.strip_prefix(')')?))
    });
    // `count(*)` and `rank()`.
    with_place.or_else(|| Some((text.strip_suffix(')')?, None, ""))).unwrap_or((text, None, ""))
}
