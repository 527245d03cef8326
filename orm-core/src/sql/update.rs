use std::{iter, ptr};

use super::joins::Joins;
use super::writer::{Compiled, Writer};
use super::{Dialect, Output, Returning, Select};
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, DerivedFrom, Node, RelatedQuestion, Source};
use crate::schema::{ColumnDef, Table};

/// An UPDATE of the rows that a SELECT would give.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::Node;
/// use orm::sql::{Dialect, Returning, Select, Update};
/// use orm::value::Value;
///
/// let set = vec![(3, Node::Value(Value::SmallInt(30)))];
/// let update = Update { rows: Select::new(User::TABLE), set, returning: Returning::Nothing };
/// assert_eq!(update.compile(Dialect::Postgres).unwrap().sql, r#"UPDATE "users" SET "age" = $1"#);
/// ```
#[derive(Debug)]
pub struct Update<'a> {
    /// The rows.
    pub rows: Select,
    /// The columns and their new values.
    pub set: Vec<(usize, Node)>,
    /// What comes back.
    pub returning: Returning<'a>,
}

impl Update<'_> {
    /// The text and the parameters.
    ///
    /// # Errors
    /// `Error::QueryTooLarge` for expressions that are nested too deeply, `Error::Unsupported` for a new value that
    /// is computed from another table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Returning, Select, Update};
    ///
    /// let (column, value) = (3, (User::fields().age + 1).eq(2).into_node());
    /// let set = vec![(column, value)];
    /// let update = Update { rows: Select::new(User::TABLE), set, returning: Returning::Columns(&[3]) };
    /// assert!(update.compile(Dialect::Sqlite).unwrap().sql.ends_with(r#"RETURNING "age""#));
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let table = self.rows.table;
        let mut writer = Writer::new(dialect, Joins::of(table));
        let mut joins = Joins::of(table);
        self.set.iter().for_each(|(_, node)| joins.gather(node));
        if !joins.is_empty() {
            writer.fail(Error::Unsupported {
                reason: format!("an update of {} cannot compute a value from the row of a foreign key", table.model),
            });
        }
        if dialect == Dialect::Sqlite && self.set.iter().any(|(_, node)| asks_about(node, table)) {
            writer.fail(Error::Unsupported {
                reason: format!(
                    "SQLite would compute new values of {} from rows of it that are updated already: \
                     read the values first, and set them then",
                    table.model
                ),
            });
        }
        writer.push("UPDATE ");
        writer.name(table.name);
        writer.push(" SET ");
        writer.assignments(table, self.set);
        writer.rows_of(self.rows);
        writer.returning(table, self.returning);
        writer.finish()
    }
}

/// Whether a question in an expression reads rows of this table.
pub(crate) fn asks_about(node: &Node, table: &'static Table) -> bool {
    let is_it = |other: &'static Table| ptr::eq(other, table);
    match node {
        Node::Column(column) => iter::successors(column.hop, |hop| hop.parent).any(|hop| is_it(hop.target())),
        Node::Related(related) => {
            let value = match &related.question {
                RelatedQuestion::Value { value, .. } => asks_about(value, table),
                RelatedQuestion::Exists { .. } => false,
            };
            is_it((related.relation.target)())
                || related.relation.through.link().is_some_and(|link| is_it((link.table)()))
                || value
                || related.filter.iter().any(|condition| asks_about(condition, table))
        }
        Node::Subquery(subquery) => {
            let mut found = reads(&subquery.select, table);
            subquery.select.each_node(&mut |inner| found |= asks_about(inner, table));
            found
        }
        node => {
            let mut found = false;
            node.each_part(&mut |part| found |= asks_about(part, table));
            found
        }
    }
}

/// Whether a query, or one that stands in the place of its table, is about this table.
fn reads(select: &Select, table: &'static Table) -> bool {
    let within = match &select.source {
        Source::Table => false,
        Source::Query(query) => reads(query, table),
        Source::Tree(tree) => reads(&tree.start, table),
        Source::Set(set) => set.parts.iter().any(|part| reads(part, table)),
        Source::Derived(derived) => match &derived.from {
            DerivedFrom::Query(query) => reads(query, table),
            DerivedFrom::Values(_) => false,
            // Its text is not understood, and may well be about a table that it names.
            DerivedFrom::Raw(raw) => raw.sql.to_lowercase().contains(&table.name.to_lowercase()),
        },
    };
    within || ptr::eq(select.table, table)
}

impl Writer {
    /// Columns and their new values.
    pub(super) fn assignments(&mut self, table: &'static Table, set: Vec<(usize, Node)>) {
        self.separated(", ", set, |writer, (column, node)| {
            let width = table.columns[column].ty.width();
            writer.push(if width > 1 { "(" } else { "" });
            writer.parts(table, column);
            writer.push(if width > 1 { ") = " } else { " = " });
            writer.stored(&table.columns[column], node);
        });
    }

    /// A column's new value, rounded to the column's digits: PostgreSQL does it by itself.
    fn stored(&mut self, column: &ColumnDef, node: Node) {
        match (self.dialect, column.digits) {
            (Dialect::Sqlite, Some((all, after))) => {
                self.push("decimal_fit(");
                self.node(node);
                self.push(&format!(", {all}, {after})"));
            }
            _ => self.node(node),
        }
    }

    /// The WHERE clause that picks the rows of a SELECT: its own where that is all it has, else by their keys.
    pub(super) fn rows_of(&mut self, mut rows: Select) {
        rows.output = Output::Table;
        // Whole rows are distinct already: each has its key.
        rows.distinct = false;
        let joins = rows.joins();
        let is_plain = joins.is_empty() && rows.is_of_table() && !joins.needs_plan() && !rows.is_sliced();
        if is_plain && rows.lock.is_none() {
            return self.where_clause(rows.filter);
        }
        let key = ColumnRef { hop: None, table: rows.table, column: rows.table.primary_key };
        rows.output = Output::Nodes(vec![Node::Column(key)]);
        self.push(" WHERE ");
        self.column(&key);
        // What locks rows is asked once: PostgreSQL could run a subquery of IN for each row, and lock others each time.
        let is_once = rows.lock.is_some() && self.dialect == Dialect::Postgres;
        let [before, after] = match rows.table.key().ty.width() {
            1 if is_once => [" = ANY (ARRAY(", "))"],
            // There are no arrays of keys of several columns.
            _ if is_once => [r#" IN (WITH "locked" AS MATERIALIZED ("#, r#") SELECT * FROM "locked")"#],
            _ => [" IN (", ")"],
        };
        self.push(before);
        match rows.planned(self.dialect) {
            Ok(rows) => self.inside(rows.joins(), |writer| writer.select(rows)),
            Err(error) => self.fail(error),
        }
        self.push(after);
    }
}
