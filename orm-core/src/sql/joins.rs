use std::borrow::Cow;
use std::ptr;

use super::writer::Writer;
use crate::expr::{ColumnRef, Node};
use crate::path::Hop;
use crate::schema::{Link, MAX_IDENTIFIER_BYTES, Table};

/// By which names the tables of one SELECT are called: its own, and those that it is joined with, one for each path that
/// its expressions name, however often they name it.
pub(super) struct Joins {
    /// The query's own table.
    table: Option<&'static Table>,
    root: Cow<'static, str>,
    /// Whether columns are written with their table even where there is only one.
    pub(super) qualified: bool,
    /// How many numbers the statements around it have used for names.
    used: usize,
    /// The name of the outermost table, which no other may have.
    outermost: &'static str,
    link: Option<LinkJoin>,
    list: Vec<Join>,
    /// Whether one value of many rows is among the expressions.
    aggregates: bool,
    /// Whether a value of a window's rows is.
    windows: bool,
    /// Whether the query follows a tree.
    pub(super) tree: bool,
    /// Whether there is a row that was to be inserted.
    pub(super) proposes: bool,
    /// The table whose columns the query's own are called by.
    pub(super) called: Option<&'static Table>,
    /// Whether rows are given with all columns of their table, because the query is within another one.
    pub(super) whole: bool,
}

struct Join {
    hop: &'static Hop,
    alias: String,
}

struct LinkJoin {
    link: Link,
    alias: String,
}

impl Joins {
    /// No joins yet, in a query about this table.
    pub(super) fn of(table: &'static Table) -> Self {
        Self { table: Some(table), root: Cow::Borrowed(table.name), outermost: table.name, ..Self::none() }
    }

    /// No query.
    pub(super) fn none() -> Self {
        let (link, list) = (None, Vec::new());
        let root = Cow::Borrowed("");
        Self {
            table: None,
            root,
            qualified: false,
            used: 0,
            outermost: "",
            link,
            list,
            aggregates: false,
            windows: false,
            tree: false,
            proposes: false,
            called: None,
            whole: false,
        }
    }

    /// Calls the table something else until [`rename_back`](Self::rename_back).
    pub(super) fn rename(&mut self, name: &'static str) -> Cow<'static, str> {
        std::mem::replace(&mut self.root, Cow::Borrowed(name))
    }

    pub(super) fn rename_back(&mut self, name: Cow<'static, str>) {
        self.root = name;
    }

    /// Whether the query is about this table.
    pub(super) fn is_about(&self, table: &'static Table) -> bool {
        self.table.is_some_and(|own| ptr::eq(own, table))
    }

    /// No joins yet, in a query about this table that stands inside of another one.
    pub(super) fn inside(&self, table: &'static Table) -> Self {
        Self {
            table: Some(table),
            root: Cow::Owned(self.new_alias(table.name)),
            qualified: true,
            used: self.names() + 1,
            outermost: self.outermost,
            ..Self::none()
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty() && self.link.is_none()
    }

    /// Joins the rows of a link table that point at the query's own.
    pub(super) fn add_link(&mut self, link: Link) {
        let alias = self.new_alias((link.table)().name);
        self.qualified = true;
        self.link = Some(LinkJoin { link, alias });
    }

    /// Adds the joins that an expression needs.
    pub(super) fn gather(&mut self, node: &Node) {
        match node {
            Node::Column(ColumnRef { hop: Some(hop), .. }) => self.add(hop),
            // Only its key belongs to this query; the rest has joins of its own.
            Node::Related(related) => {
                self.gather(&Node::Column(related.key));
                let mut between = vec![(related.relation.target)()];
                related.each_inner(&mut |inner| self.gather_outer(inner, &mut between));
            }
            Node::Subquery(subquery) => {
                node.each_part(&mut |part| self.gather(part));
                let mut between = vec![subquery.select.table];
                subquery.select.each_node(&mut |inner| self.gather_outer(inner, &mut between));
            }
            node => {
                if let Node::Aggregate(aggregate) = node {
                    self.aggregates |= aggregate.over.is_none();
                    self.windows |= aggregate.over.is_some();
                }
                node.each_part(&mut |part| self.gather(part));
            }
        }
    }

    /// Says that the query makes groups.
    pub(super) fn groups(&mut self) {
        self.aggregates = true;
    }

    /// Whether one value of many rows is among what the query is made of.
    pub(super) fn has_aggregates(&self) -> bool {
        self.aggregates
    }

    /// Whether its rows have a place in a tree.
    pub(super) fn follows_tree(&self) -> bool {
        self.tree
    }

    /// Whether there may be more to it than a SELECT of one level can say.
    pub(super) fn needs_plan(&self) -> bool {
        self.windows
    }

    /// Adds the joins that a query inside of this one needs here; `between` are the tables of those around the expression, from
    /// this query's neighbour to its own.
    fn gather_outer(&mut self, node: &Node, between: &mut Vec<&'static Table>) {
        match node {
            Node::Outer(outer) => {
                let inner = between.iter().rev().skip(1).filter(|table| ptr::eq(**table, outer.table)).count();
                if inner == usize::from(outer.skipped) && self.is_about(outer.table) {
                    self.gather(&outer.node);
                }
            }
            Node::Related(related) => {
                between.push((related.relation.target)());
                related.each_inner(&mut |inner| self.gather_outer(inner, between));
                between.pop();
            }
            Node::Subquery(subquery) => {
                node.each_part(&mut |part| self.gather_outer(part, between));
                between.push(subquery.select.table);
                subquery.select.each_node(&mut |inner| self.gather_outer(inner, between));
                between.pop();
            }
            node => node.each_part(&mut |part| self.gather_outer(part, between)),
        }
    }

    /// Whether the rows of a link table are joined.
    pub(super) fn has_link(&self) -> bool {
        self.link.is_some()
    }

    /// Whether a row may have nothing to join with.
    pub(super) fn has_missing(&self) -> bool {
        self.list.iter().any(|join| join.hop.nullable)
    }

    /// The names of the tables of which each row has one.
    pub(super) fn always_there(&self) -> impl Iterator<Item = &str> {
        let joined = self.list.iter().filter(|join| !join.hop.nullable).map(|join| join.alias.as_str());
        std::iter::once(&*self.root).chain(joined)
    }

    /// How many numbers are used for names, here and around.
    fn names(&self) -> usize {
        self.used + self.list.len() + usize::from(self.link.is_some())
    }

    fn add(&mut self, hop: &'static Hop) {
        if self.alias(hop).is_some() {
            return;
        }
        if let Some(parent) = hop.parent {
            self.add(parent);
        }
        let alias = self.new_alias(hop.target().name);
        self.list.push(Join { hop, alias });
    }

    /// The table's name and a number that no other join has.
    fn new_alias(&self, table: &str) -> String {
        let number = self.names() + 1;
        let suffix = format!("_{number}");
        let mut end = table.len().min(MAX_IDENTIFIER_BYTES - suffix.len() - 1);
        while !table.is_char_boundary(end) {
            end -= 1;
        }
        let alias = format!("{}{suffix}", &table[..end]);
        if alias == self.outermost { format!("{alias}_") } else { alias }
    }

    fn alias(&self, hop: &Hop) -> Option<&str> {
        self.list.iter().find(|join| join.hop.is_same(hop)).map(|join| join.alias.as_str())
    }

    /// The name by which columns at the end of this path are called.
    pub(super) fn table(&self, hop: Option<&Hop>) -> &str {
        hop.and_then(|hop| self.alias(hop)).unwrap_or(&self.root)
    }

    /// The name by which this column's table is called.
    pub(super) fn table_of(&self, column: &ColumnRef) -> &str {
        match &self.link {
            Some(join) if column.hop.is_none() && ptr::eq(column.table, (join.link.table)()) => &join.alias,
            _ => self.table(column.hop),
        }
    }
}

/// A table's name in a statement, the table, and one of its columns.
pub(super) type Qualified<'a> = (&'a str, &'a Table, usize);

impl Writer {
    /// A column, with its table where there are several; a key of several columns as the row of these.
    pub(super) fn column(&mut self, column: &ColumnRef) {
        let def = column.def();
        if def.ty.width() == 1 {
            self.table_before(column);
            return self.name(def.name);
        }
        self.push("(");
        self.column_parts(column, ", ", "");
        self.push(")");
    }

    /// The columns of the database that a column is, with one text between them and one behind each.
    pub(super) fn column_parts(&mut self, column: &ColumnRef, between: &str, behind: &str) {
        self.separated(between, column.table.parts(column.column), |writer, part| {
            writer.table_before(column);
            writer.name(&part.name);
            writer.push(behind);
        });
    }

    /// The columns of the database that a column is, with something behind each.
    pub(super) fn column_parts_each(&mut self, column: &ColumnRef, mut behind: impl FnMut(&mut Self)) {
        self.separated(", ", column.table.parts(column.column), |writer, part| {
            writer.table_before(column);
            writer.name(&part.name);
            behind(writer);
        });
    }

    /// A column as one of several that are listed.
    pub(super) fn listed_column(&mut self, column: &ColumnRef) {
        match column.def().ty.width() {
            1 => self.column(column),
            _ => self.column_parts(column, ", ", ""),
        }
    }

    /// A column's table, where there are several.
    fn table_before(&mut self, column: &ColumnRef) {
        if self.joins.qualified || !self.joins.is_empty() {
            let table = self.joins.table_of(column).to_owned();
            self.name(&table);
            self.push(".");
        }
    }

    /// The names of the columns of the database that a column is, without their table.
    pub(super) fn parts(&mut self, table: &Table, column: usize) {
        self.separated(", ", table.parts(column), |writer, part| writer.name(&part.name));
    }

    /// The query's own table, by the name that it has there.
    pub(super) fn own_table(&mut self, table: &Table) {
        self.name(table.name);
        if self.joins.root != table.name {
            self.push(" AS ");
            let root = self.joins.root.clone();
            self.name(&root);
        }
    }

    /// The JOIN clauses. A join is LEFT where the foreign key, or one before it, can be NULL.
    pub(super) fn join_clauses(&mut self, table: &Table) {
        let joins = std::mem::replace(&mut self.joins, Joins::none());
        if let Some(LinkJoin { link, alias }) = &joins.link {
            let link_table = (link.table)();
            self.push(" JOIN ");
            if link.made {
                self.name(link_table.name);
            } else {
                // A model of the program's own may connect the same two more than once.
                self.push("(SELECT DISTINCT ");
                self.parts(link_table, link.near_column());
                self.push(", ");
                self.parts(link_table, link.far_column());
                self.push(" FROM ");
                self.name(link_table.name);
                self.push(")");
            }
            self.join_on((alias, link_table, link.far_column()), (&joins.root, table, link.far_target_column()));
        }
        for Join { hop, alias } in &joins.list {
            let kind = if hop.nullable { " LEFT JOIN " } else { " JOIN " };
            self.push(kind);
            self.name(hop.target().name);
            let (source, target) = (hop.source_column(), hop.target_column());
            self.join_on((alias, hop.target(), target), (joins.table(hop.parent), hop.source, source));
        }
        self.joins = joins;
    }

    /// `AS alias ON alias.column = other.column`
    fn join_on(&mut self, joined: Qualified<'_>, other: Qualified<'_>) {
        self.push(" AS ");
        self.name(joined.0);
        self.push(" ON ");
        self.same_key(joined, other);
    }

    /// That two columns hold the same key, part by part.
    pub(super) fn same_key(&mut self, one: Qualified<'_>, other: Qualified<'_>) {
        let parts = one.1.parts(one.2).zip(other.1.parts(other.2));
        self.separated(" AND ", parts, |writer, (part, other_part)| {
            writer.qualified(one.0, &part.name);
            writer.push(" = ");
            writer.qualified(other.0, &other_part.name);
        });
    }

    fn qualified(&mut self, table: &str, name: &str) {
        self.name(table);
        self.push(".");
        self.name(name);
    }
}
