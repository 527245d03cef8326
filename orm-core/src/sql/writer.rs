mod with;

use std::mem;

use self::with::CommonTable;
use super::Dialect;
use super::joins::Joins;
use super::literal;
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::schema::Table;
use crate::value::{SqlType, Value};

/// A statement's text and its parameters in the order of their numbers.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Compiled, Dialect, Select};
///
/// let Compiled { sql, parameters } = Select::new(User::TABLE).compile(Dialect::Sqlite).unwrap();
/// assert!(sql.starts_with("SELECT") && parameters.is_empty());
/// ```
#[derive(Debug)]
pub struct Compiled {
    /// The text.
    pub sql: String,
    /// The parameters.
    pub parameters: Vec<Value<'static>>,
}

/// Writes the text of one statement and gathers its parameters.
pub(super) struct Writer {
    pub(super) dialect: Dialect,
    pub(super) joins: Joins,
    /// Those of the queries around the one that is being written, the outermost first.
    around: Vec<Joins>,
    sql: String,
    parameters: Vec<Value<'static>>,
    /// What the query is grouped by, and how it was written: with other parameters it would be something else to PostgreSQL.
    shared: Vec<(Node, Option<String>)>,
    /// What stands at the head of the statement, by its names.
    common: Vec<CommonTable>,
    values: Values,
    error: Option<Error>,
    /// How many parameters come before those that are written here: the caller's.
    pub(super) given: usize,
}

/// How values are written.
#[derive(PartialEq, Eq)]
enum Values {
    /// As parameters, with a number in the text.
    Bound,
    /// As literals: a table's definition takes no parameters, and its values come from the source code.
    Literal,
}

impl Writer {
    pub(super) fn new(dialect: Dialect, joins: Joins) -> Self {
        let sql = String::with_capacity(256);
        let (around, parameters, shared, common) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { dialect, joins, around, sql, parameters, shared, common, values: Values::Bound, error: None, given: 0 }
    }

    /// A writer for a table's definition.
    pub(super) fn for_definition(dialect: Dialect) -> Self {
        Self { values: Values::Literal, ..Self::new(dialect, Joins::none()) }
    }

    /// The statement, unless something in it cannot be written.
    pub(super) fn finish(mut self) -> Result<Compiled> {
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(Compiled { sql: self.headed_sql(), parameters: self.parameters }),
        }
    }

    /// The text of a statement that has no expressions in it, and so nothing that could not be written.
    pub(super) fn into_text(self) -> String {
        self.sql
    }

    /// Writes a query inside of the one that is being written.
    pub(super) fn inside<R>(&mut self, joins: Joins, write: impl FnOnce(&mut Self) -> R) -> R {
        let outside = mem::replace(&mut self.joins, joins);
        self.around.push(outside);
        let written = self.sharing(Vec::new(), write);
        if let Some(outside) = self.around.pop() {
            self.joins = outside;
        }
        written
    }

    /// Writes a query in which each of these is written in one way, wherever it stands.
    pub(super) fn sharing<R>(&mut self, nodes: Vec<Node>, write: impl FnOnce(&mut Self) -> R) -> R {
        let nodes = nodes.into_iter().map(|node| (node, None)).collect();
        let outside = mem::replace(&mut self.shared, nodes);
        let written = write(self);
        self.shared = outside;
        written
    }

    /// Writes an expression, as before if it is one of those.
    pub(super) fn shared_or(&mut self, node: Node, write: impl FnOnce(&mut Self, Node)) {
        let Some(place) = self.shared.iter().position(|(shared, _)| *shared == node) else { return write(self, node) };
        if let Some(text) = &self.shared[place].1 {
            self.sql.push_str(text);
            return;
        }
        let start = self.sql.len();
        write(self, node);
        self.shared[place].1 = self.sql.get(start..).map(str::to_owned);
    }

    /// Whether there are queries around the one that is being written.
    pub(super) fn is_inside(&self) -> bool {
        !self.around.is_empty()
    }

    /// The names in the query around the one that is being written.
    pub(super) fn outside(&self) -> &Joins {
        self.around.last().unwrap_or(&self.joins)
    }

    /// Writes something with the names of a query around this one: of the nearest about this table, or of one further out.
    /// Whether there is one.
    pub(super) fn in_query_around(
        &mut self,
        table: &'static Table,
        skipped: u8,
        write: impl FnOnce(&mut Self),
    ) -> bool {
        let about = self.around.iter().enumerate().rev().filter(|(_, joins)| joins.is_about(table));
        let Some(level) = about.map(|(level, _)| level).nth(usize::from(skipped)) else { return false };
        mem::swap(&mut self.joins, &mut self.around[level]);
        let was_qualified = mem::replace(&mut self.joins.qualified, true);
        write(self);
        self.joins.qualified = was_qualified;
        mem::swap(&mut self.joins, &mut self.around[level]);
        true
    }

    pub(super) fn push(&mut self, sql: &str) {
        self.sql.push_str(sql);
    }

    /// Puts text before all that is written.
    pub(super) fn prepend(&mut self, sql: &str) {
        self.sql.insert_str(0, sql);
    }

    /// A name in double quotes.
    pub(super) fn name(&mut self, name: &str) {
        self.push("\"");
        // Names are short, and looking at each byte is faster than setting up a search.
        if name.bytes().any(|byte| byte == b'"') {
            self.push(&name.replace('"', "\"\""));
        } else {
            self.push(name);
        }
        self.push("\"");
    }

    /// Names in double quotes, with commas between them.
    pub(super) fn names<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        self.separated(", ", names, Self::name);
    }

    /// Writes each item, with a separator between them.
    pub(super) fn separated<T>(
        &mut self,
        separator: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.push(separator);
            }
            write(self, item);
        }
    }

    /// The placeholder of the parameter with this number, from 1.
    pub(super) fn placeholder(&mut self, number: usize) {
        self.sql.push(self.dialect.placeholder());
        // Most statements have few parameters, and formatting a number costs as much as the rest of the clause.
        match u8::try_from(number) {
            Ok(digit @ 0..=9) => self.sql.push(char::from(b'0' + digit)),
            _ => self.push(&number.to_string()),
        }
    }

    /// Writes values into the text, where the database cannot take parameters.
    pub(super) fn with_literals(&mut self, write: impl FnOnce(&mut Self)) {
        let outside = mem::replace(&mut self.values, Values::Literal);
        write(self);
        self.values = outside;
    }

    /// Whether values are written into the text.
    pub(super) fn writes_literals(&self) -> bool {
        self.values == Values::Literal
    }

    /// A value, as a new parameter; a key of several columns as the row of these.
    pub(super) fn value(&mut self, value: Value<'static>) {
        if !matches!(value, Value::Row(..) | Value::Null(SqlType::Row(_))) {
            return self.single_value(value);
        }
        let mut separator = "(";
        value.each_part(&mut |part| {
            self.push(separator);
            self.single_value(part);
            separator = ", ";
        });
        self.push(")");
    }

    fn single_value(&mut self, value: Value<'static>) {
        if self.writes_literals() {
            match literal::write(self.dialect, &value) {
                Ok(sql) => self.push(&sql),
                Err(error) => self.fail(error),
            }
            return;
        }
        self.parameters.push(value);
        self.placeholder(self.given + self.parameters.len());
    }

    /// Remembers the first reason why the statement cannot be written.
    pub(super) fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}
