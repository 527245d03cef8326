use super::writer::Writer;
use crate::expr::{ColumnRef, Node};
use crate::path::Hop;
use crate::schema::MAX_IDENTIFIER_BYTES;

/// The joins of one statement: one for each path that its expressions name, however often they name it.
#[derive(Default)]
pub(super) struct Joins {
    root: &'static str,
    list: Vec<Join>,
}

struct Join {
    hop: &'static Hop,
    alias: String,
}

impl Joins {
    /// No joins: columns are written without a table.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// No joins yet, in a query about this table.
    pub(super) fn of(root: &'static str) -> Self {
        Self { root, list: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds the joins that an expression needs.
    pub(super) fn gather(&mut self, node: &Node) {
        match node {
            Node::Column(ColumnRef { hop: Some(hop), .. }) => self.add(hop),
            Node::Column(_) | Node::Value(_) | Node::Constant(_) | Node::TooDeep => {}
            Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
                self.gather(left);
                self.gather(right);
            }
            Node::Between { value, low, high, .. } => {
                self.gather(value);
                self.gather(low);
                self.gather(high);
            }
            Node::In { value, .. } | Node::IsNull { value, .. } | Node::Match { value, .. } => self.gather(value),
            Node::Logic { operands, .. } => operands.iter().for_each(|operand| self.gather(operand)),
            Node::Not(inner) | Node::IsNotTrue(inner) => self.gather(inner),
        }
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
        let number = self.list.len() + 1;
        let suffix = format!("_{number}");
        let mut end = table.len().min(MAX_IDENTIFIER_BYTES - suffix.len() - 1);
        while !table.is_char_boundary(end) {
            end -= 1;
        }
        let alias = format!("{}{suffix}", &table[..end]);
        if alias == self.root { format!("{alias}_") } else { alias }
    }

    fn alias(&self, hop: &Hop) -> Option<&str> {
        self.list.iter().find(|join| join.hop.is_same(hop)).map(|join| join.alias.as_str())
    }

    /// The name by which columns at the end of this path are called.
    fn table(&self, hop: Option<&Hop>) -> &str {
        hop.and_then(|hop| self.alias(hop)).unwrap_or(self.root)
    }
}

impl Writer {
    /// A column, with its table where there are several.
    pub(super) fn column(&mut self, column: &ColumnRef) {
        if !self.joins.is_empty() {
            let table = self.joins.table(column.hop).to_owned();
            self.name(&table);
            self.push(".");
        }
        self.name(column.def().name);
    }

    /// The JOIN clauses. A join is LEFT where the foreign key, or one before it, can be NULL.
    pub(super) fn join_clauses(&mut self) {
        let joins = std::mem::take(&mut self.joins);
        for Join { hop, alias } in &joins.list {
            let target = hop.target();
            self.push(if hop.nullable { " LEFT JOIN " } else { " JOIN " });
            self.name(target.name);
            self.push(" AS ");
            self.name(alias);
            self.push(" ON ");
            self.name(alias);
            self.push(".");
            self.name(target.key().name);
            self.push(" = ");
            self.name(joins.table(hop.parent));
            self.push(".");
            self.name(hop.source.columns[hop.relation().column].name);
        }
        self.joins = joins;
    }
}
