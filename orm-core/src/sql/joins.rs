use std::borrow::Cow;

use super::writer::Writer;
use crate::expr::{ColumnRef, Node};
use crate::path::Hop;
use crate::schema::{Link, MAX_IDENTIFIER_BYTES, Table};

/// By which names the tables of one SELECT are called: its own, and those that it is joined with, one for each path that
/// its expressions name, however often they name it.
pub(super) struct Joins {
    root: Cow<'static, str>,
    /// Whether columns are written with their table even where there is only one.
    qualified: bool,
    /// How many numbers the statements around it have used for names.
    used: usize,
    /// The name of the outermost table, which no other may have.
    outermost: &'static str,
    link: Option<LinkJoin>,
    list: Vec<Join>,
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
    pub(super) fn of(root: &'static str) -> Self {
        let (link, list) = (None, Vec::new());
        Self { root: Cow::Borrowed(root), qualified: false, used: 0, outermost: root, link, list }
    }

    /// No joins yet, in a query about this table that stands inside of another one.
    pub(super) fn inside(&self, table: &'static Table) -> Self {
        Self {
            root: Cow::Owned(self.new_alias(table.name)),
            qualified: true,
            used: self.names() + 1,
            outermost: self.outermost,
            link: None,
            list: Vec::new(),
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
            Node::Related(related) => self.gather(&Node::Column(related.key)),
            node => node.each_part(&mut |part| self.gather(part)),
        }
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
    fn table_of(&self, column: &ColumnRef) -> &str {
        match &self.link {
            Some(join) if column.hop.is_none() && std::ptr::eq(column.table, (join.link.table)()) => &join.alias,
            _ => self.table(column.hop),
        }
    }
}

impl Writer {
    /// A column, with its table where there are several.
    pub(super) fn column(&mut self, column: &ColumnRef) {
        if self.joins.qualified || !self.joins.is_empty() {
            let table = self.joins.table_of(column).to_owned();
            self.name(&table);
            self.push(".");
        }
        self.name(column.def().name);
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
        let joins = std::mem::replace(&mut self.joins, Joins::of(""));
        if let Some(LinkJoin { link, alias }) = &joins.link {
            let link_table = (link.table)();
            let [near, far] = [link.near_column(), link.far_column()].map(|column| link_table.columns[column].name);
            self.push(" JOIN ");
            if link.made {
                self.name(link_table.name);
            } else {
                // A model of the program's own may connect the same two more than once.
                self.push("(SELECT DISTINCT ");
                self.names([near, far]);
                self.push(" FROM ");
                self.name(link_table.name);
                self.push(")");
            }
            self.join_on([alias, far], [&joins.root, table.key().name]);
        }
        for Join { hop, alias } in &joins.list {
            let kind = if hop.nullable { " LEFT JOIN " } else { " JOIN " };
            let source = [joins.table(hop.parent), hop.source_column().name];
            self.push(kind);
            self.name(hop.target().name);
            self.join_on([alias, hop.target_column().name], source);
        }
        self.joins = joins;
    }

    /// `AS alias ON alias.column = other.column`
    fn join_on(&mut self, [alias, column]: [&str; 2], [other, other_column]: [&str; 2]) {
        self.push(" AS ");
        self.name(alias);
        self.push(" ON ");
        self.name(alias);
        self.push(".");
        self.name(column);
        self.push(" = ");
        self.name(other);
        self.push(".");
        self.name(other_column);
    }
}
