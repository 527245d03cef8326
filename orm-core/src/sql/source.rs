//! Where the rows of a SELECT come from.

use std::borrow::Cow;

use super::joins::Joins;
use super::order::width;
use super::writer::Writer;
use crate::error::Error;
use crate::expr::{Node, Output, OutputNode, Select, SetNode, SetOp, Source};

/// The name of a query that stands in place of a table, where its columns are not those of one.
const ROWS: &str = "rows";

/// How many queries SQLite puts together in one. PostgreSQL takes some more, as far as its stack goes.
const MOST_PARTS: usize = 500;

impl Writer {
    /// What stands behind FROM, before the joins.
    pub(super) fn source(&mut self, table: &'static crate::schema::Table, source: &Source) {
        match source {
            Source::Table => self.own_table(table),
            Source::Query(query) => self.in_brackets(ROWS, |writer| writer.nested(Select::clone(query), true)),
            Source::Tree(tree) => self.tree(table, tree),
            Source::Derived(derived) => self.derived(table, derived),
            Source::Set(set) => {
                let has_table = set.gives_rows();
                let name = if has_table { self.joins.root_name().to_owned() } else { ROWS.to_owned() };
                self.in_brackets(&name, |writer| writer.set(set, !has_table));
            }
        }
    }

    pub(super) fn in_brackets(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.push("(");
        write(self);
        self.push(") AS ");
        self.name(name);
    }

    fn set(&mut self, set: &SetNode, named: bool) {
        if set.parts.len() > MOST_PARTS {
            let reason = format!("one union is of at most {MOST_PARTS} queries, and not of {}", set.parts.len());
            return self.fail(Error::QueryTooLarge { reason });
        }
        let operator = match set.op {
            SetOp::Union => " UNION ",
            SetOp::UnionAll => " UNION ALL ",
            SetOp::Intersection => " INTERSECT ",
            SetOp::Difference => " EXCEPT ",
        };
        self.separated(operator, &set.parts, |writer, part| writer.part(part.clone(), set.op, named));
    }

    /// One of the queries. One with a slice or parts of its own is written as a table, because SQLite has no brackets there.
    fn part(&mut self, mut select: Select, op: SetOp, named: bool) {
        // What makes values the same is what makes them compare as equal.
        select.compared |= op != SetOp::UnionAll;
        if select.is_sliced() || !select.is_of_table() {
            self.push("SELECT * FROM ");
            self.in_brackets("part", |writer| writer.nested(select, named));
        } else {
            select.order.clear();
            self.nested(select, named);
        }
    }

    /// A query in place of a table. It sees nothing of the one around it, and the same as that one of those around both.
    pub(super) fn nested(&mut self, select: Select, named: bool) {
        self.nested_with(select, named, |_| {});
    }

    /// The same, by names that are changed before it is written.
    pub(super) fn nested_with(&mut self, mut select: Select, named: bool, change: impl FnOnce(&mut Joins)) {
        // What becomes a query around this one is to give as much as a table does, by the names of its columns.
        let becomes_table = matches!(select.output, Output::Table) && select.picks_rows();
        if becomes_table {
            select.output = Output::Nodes(Output::Table.into_all_nodes(select.table));
        }
        let planned = match select.planned(self.dialect) {
            Ok(planned) => planned,
            Err(error) => return self.fail(error),
        };
        // Where there are queries around, one of them may have the table's own name.
        let mut joins = match self.is_inside() {
            true => planned.joins_in(self.joins.inside(planned.table)),
            false => planned.joins(),
        };
        joins.whole = true;
        joins.called = (becomes_table && !named).then_some(planned.table);
        change(&mut joins);
        let outside = std::mem::replace(&mut self.joins, joins);
        self.select_as(planned, named || becomes_table);
        self.joins = outside;
    }

    /// Names an output by its place, or by the table that stands for the query.
    pub(super) fn named_output(&mut self, place: usize, node: Node, write: impl FnOnce(&mut Self, Node)) {
        let width = width(&node);
        let output = OutputNode { column: place, width, ty: None, nullable: false };
        match node {
            Node::Column(column) if width > 1 => {
                let mut names = self.names_of(output).into_iter();
                self.column_parts_each(&column, |writer| {
                    writer.push(" AS ");
                    writer.name(&names.next().unwrap_or_default());
                });
            }
            Node::Output(inner) if width > 1 => {
                let names = inner.names().zip(self.names_of(output));
                self.separated(", ", names, |writer, (inner, name)| {
                    writer.name(&inner);
                    writer.push(" AS ");
                    writer.name(&name);
                });
            }
            node => {
                write(self, node);
                self.push(" AS ");
                let names = self.names_of(output);
                self.name(names.first().map_or("", |name| name));
            }
        }
    }

    fn names_of(&self, output: OutputNode) -> Vec<Cow<'static, str>> {
        match self.joins.called {
            Some(table) => table.parts(output.column).map(|part| part.name).collect(),
            None => output.names().map(Cow::Owned).collect(),
        }
    }

    /// A column of the query that stands in place of the table; a key of several columns as these.
    pub(super) fn output(&mut self, output: OutputNode) {
        self.separated(", ", output.names(), |writer, name| writer.name(&name));
    }
}

impl OutputNode {
    /// The names of the columns of the database that it is.
    fn names(self) -> impl Iterator<Item = String> {
        let name = self.name();
        (1..=self.width).map(move |part| if part == 1 { name.clone() } else { format!("{name}_{part}") })
    }
}

impl Joins {
    /// By which name the query's own table is called.
    pub(super) fn root_name(&self) -> &str {
        self.table(None)
    }
}
