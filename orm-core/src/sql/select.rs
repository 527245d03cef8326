use std::mem;

use super::Dialect;
use super::columns::Columns;
use super::expression::type_of;
use super::joins::Joins;
use super::writer::{Compiled, Writer};
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, LogicOp, Node, Nulls, OrderNode, can_be_null};
use crate::schema::{Direction, Link, OutputColumn, Table};
use crate::value::Value;

/// A SELECT about one table and what its foreign keys lead to.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Dialect, Select};
///
/// let mut select = Select::new(User::TABLE);
/// select.filter.push(User::fields().age.ge(18).into_node());
/// select.limit = Some(10);
/// let compiled = select.compile(Dialect::Postgres).unwrap();
/// assert!(compiled.sql.ends_with(r#"FROM "users" WHERE "age" >= $1 LIMIT $2"#));
/// assert_eq!(compiled.parameters.len(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Select {
    /// The table.
    pub table: &'static Table,
    /// What each row gives.
    pub output: Output,
    /// The conditions, all of which must be true.
    pub filter: Vec<Node>,
    /// The order, most important first.
    pub order: Vec<OrderNode>,
    /// Whether equal rows are given once.
    pub distinct: bool,
    /// How many rows at most.
    pub limit: Option<u64>,
    /// How many rows are passed over.
    pub offset: u64,
    /// The rows of another table that it is joined with: those of the link that point at its own.
    pub link: Option<Link>,
    /// Limit and offset count anew for each value of this column, and a last column gives each row's place.
    pub per: Option<ColumnRef>,
}

/// What each row of a SELECT gives.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::Node;
/// use orm::sql::{Dialect, Output, Select};
///
/// let mut select = Select::new(User::TABLE);
/// select.output = Output::Nodes(vec![Node::root_column(User::TABLE, 1)]);
/// assert_eq!(select.compile(Dialect::Postgres).unwrap().sql, r#"SELECT "name" FROM "users""#);
/// ```
#[derive(Debug, Clone)]
pub enum Output {
    /// All columns of the table.
    Table,
    /// These expressions.
    Nodes(Vec<Node>),
}

impl Output {
    /// The expressions, one by one.
    pub(crate) fn into_nodes(self, table: &'static Table) -> Vec<Node> {
        match self {
            Self::Table => (0..table.columns.len()).map(|column| Node::root_column(table, column)).collect(),
            Self::Nodes(nodes) => nodes,
        }
    }
}

impl Select {
    /// Every row of a table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Select};
    ///
    /// let select = Select::new(User::TABLE);
    /// assert!(select.compile(Dialect::Postgres).unwrap().sql.ends_with(r#"FROM "users""#));
    /// ```
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
        let (filter, order) = (Vec::new(), Vec::new());
        Self {
            table,
            output: Output::Table,
            filter,
            order,
            distinct: false,
            limit: None,
            offset: 0,
            link: None,
            per: None,
        }
    }

    /// Gives these as well, after its own columns, and says what all of them are then.
    pub(crate) fn append(&mut self, columns: &Columns, more: Vec<(Node, OutputColumn)>) -> Columns {
        let mut outputs: Vec<_> = columns.iter().collect();
        let mut nodes = mem::replace(&mut self.output, Output::Table).into_nodes(self.table);
        for (node, output) in more {
            nodes.push(node);
            outputs.push(output);
        }
        self.output = Output::Nodes(nodes);
        Columns::list(outputs)
    }

    /// Whether it is known to give no row without asking the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let mut select = orm::sql::Select::new(User::TABLE);
    /// select.limit = Some(0);
    /// assert!(select.is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.limit == Some(0) || self.filter.iter().any(|node| matches!(node, Node::Constant(false)))
    }

    /// Whether some rows are left out other than by the filter.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let mut select = orm::sql::Select::new(User::TABLE);
    /// select.offset = 10;
    /// assert!(select.is_sliced());
    /// ```
    #[must_use]
    pub fn is_sliced(&self) -> bool {
        self.limit.is_some() || self.offset > 0
    }

    /// Whether it may leave out some rows of its table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let mut select = orm::sql::Select::new(User::TABLE);
    /// assert!(!select.picks());
    /// select.filter.push(User::fields().age.ge(18).into_node());
    /// assert!(select.picks());
    /// ```
    #[must_use]
    pub fn picks(&self) -> bool {
        self.is_sliced() || !self.filter.is_empty()
    }

    /// Whether the rows can be ordered by this: distinct rows only by what they are distinct in.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let mut select = orm::sql::Select::new(User::TABLE);
    /// select.distinct = true;
    /// assert!(select.can_order_by(&orm::expr::Node::root_column(User::TABLE, 1)));
    /// ```
    #[must_use]
    pub fn can_order_by(&self, node: &Node) -> bool {
        match (&self.output, node) {
            _ if !self.distinct => true,
            (Output::Table, Node::Column(column)) => column.hop.is_none(),
            (Output::Table, _) => false,
            (Output::Nodes(nodes), node) => nodes.iter().any(|selected| is_same_column(selected, node)),
        }
    }

    /// The text and the parameters.
    ///
    /// # Errors
    /// `Error::QueryTooLarge` for expressions that are nested too deeply, `Error::Unsupported` for distinct rows in
    /// an order by what is not selected.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Select};
    ///
    /// let compiled = Select::new(User::TABLE).compile(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"SELECT "id", "name", "email", "age" FROM "users""#);
    /// ```
    pub fn compile(self, dialect: Dialect) -> Result<Compiled> {
        let mut writer = Writer::new(dialect, self.joins());
        writer.select(self);
        writer.finish()
    }

    /// `SELECT count(*)`: of the rows as they would be given, with limit, offset and distinct.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Select};
    ///
    /// let compiled = Select::new(User::TABLE).compile_count(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"SELECT count(*) FROM "users""#);
    /// ```
    pub fn compile_count(mut self, dialect: Dialect) -> Result<Compiled> {
        self.order.clear();
        let mut writer = Writer::new(dialect, self.joins());
        if self.is_sliced() || self.distinct {
            writer.push("SELECT count(*) FROM (");
            writer.select(self);
            writer.push(r#") AS "counted""#);
        } else {
            writer.push("SELECT count(*)");
            writer.from_and_where(self.table, self.filter);
        }
        writer.finish()
    }

    /// `SELECT EXISTS`: whether there is any row.
    ///
    /// # Errors
    /// As [`compile`](Self::compile).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::{Dialect, Select};
    ///
    /// let compiled = Select::new(User::TABLE).compile_exists(Dialect::Sqlite).unwrap();
    /// assert_eq!(compiled.sql, r#"SELECT EXISTS (SELECT 1 FROM "users")"#);
    /// ```
    pub fn compile_exists(mut self, dialect: Dialect) -> Result<Compiled> {
        self.order.clear();
        let mut writer = Writer::new(dialect, self.joins());
        writer.push("SELECT EXISTS (");
        if self.is_sliced() {
            writer.select(self);
        } else {
            writer.push("SELECT 1");
            writer.from_and_where(self.table, self.filter);
        }
        writer.push(")");
        writer.finish()
    }

    /// The joins that its expressions need.
    pub(super) fn joins(&self) -> Joins {
        let mut joins = Joins::of(self.table.name);
        if let Some(link) = self.link {
            joins.add_link(link);
        }
        let output = match &self.output {
            Output::Table => &[],
            Output::Nodes(nodes) => nodes.as_slice(),
        };
        let order = self.order.iter().map(|step| &step.node);
        output.iter().chain(&self.filter).chain(order).for_each(|node| joins.gather(node));
        joins
    }
}

impl Writer {
    pub(super) fn select(&mut self, select: Select) {
        if !select.order.iter().all(|step| select.can_order_by(&step.node)) {
            let model = select.table.model;
            let reason = format!("distinct rows of {model} can be ordered only by columns that are selected");
            self.fail(Error::Unsupported { reason });
        }
        if let Some(per) = select.per
            && select.is_sliced()
        {
            return self.slice_of_each(select, per);
        }
        self.outputs(select.output, select.table, select.distinct);
        self.from_and_where(select.table, select.filter);
        self.order_by(select.order);
        self.slice(select.limit, select.offset);
    }

    /// The first rows for each value of a column, numbered in their order.
    fn slice_of_each(&mut self, select: Select, per: ColumnRef) {
        let place = unlike_columns("place", &select);
        self.push("SELECT * FROM (");
        self.outputs(select.output, select.table, false);
        self.push(", row_number() OVER (PARTITION BY ");
        self.listed_column(&per);
        self.order_by(select.order);
        self.push(") AS ");
        self.name(&place);
        self.from_and_where(select.table, select.filter);
        self.push(r#") AS "placed" WHERE "#);
        self.name(&place);
        self.push(" > ");
        self.value(bounded(select.offset));
        if let Some(limit) = select.limit {
            self.push(" AND ");
            self.name(&place);
            self.push(" <= ");
            self.value(bounded(select.offset.saturating_add(limit)));
        }
        self.push(" ORDER BY ");
        self.name(&place);
    }

    fn outputs(&mut self, output: Output, table: &'static Table, distinct: bool) {
        self.push(if distinct { "SELECT DISTINCT " } else { "SELECT " });
        match output {
            Output::Table => {
                self.separated(", ", 0..table.columns.len(), |writer, column| {
                    writer.listed_column(&ColumnRef { hop: None, table, column });
                });
            }
            // What makes values the same is what makes them compare as equal.
            Output::Nodes(nodes) => self.separated(", ", nodes, |writer, node| match node {
                Node::Column(column) if column.def().ty.width() > 1 => writer.listed_column(&column),
                node if distinct => writer.comparable(type_of(&node), node),
                node => writer.node(node),
            }),
        }
    }

    pub(super) fn from_and_where(&mut self, table: &Table, filter: Vec<Node>) {
        self.push(" FROM ");
        self.own_table(table);
        self.join_clauses(table);
        self.where_clause(filter);
    }

    pub(super) fn where_clause(&mut self, filter: Vec<Node>) {
        if !filter.is_empty() {
            self.push(" WHERE ");
            self.chain(LogicOp::And, filter);
        }
    }

    pub(super) fn order_by(&mut self, order: Vec<OrderNode>) {
        if order.is_empty() {
            return;
        }
        self.push(" ORDER BY ");
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
                    writer.column_parts(&column, ", ", &format!("{direction}{nulls}"));
                }
                node => {
                    writer.ordered(type_of(&node), node);
                    writer.push(direction);
                    writer.push(nulls);
                }
            }
        });
    }

    /// NULL is the largest value to PostgreSQL and the smallest to SQLite, which is told to see it as PostgreSQL does.
    fn nulls_as_postgres(&self, node: &Node, direction: Direction) -> Option<Nulls> {
        if self.dialect == Dialect::Postgres || !can_be_null(node) {
            return None;
        }
        Some(match direction {
            Direction::Ascending => Nulls::Last,
            Direction::Descending => Nulls::First,
        })
    }

    /// LIMIT and OFFSET, as parameters. A number above the databases' own limit means as much as that limit.
    pub(super) fn slice(&mut self, limit: Option<u64>, offset: u64) {
        match limit {
            Some(limit) => {
                self.push(" LIMIT ");
                self.value(bounded(limit));
            }
            // SQLite has no OFFSET without a LIMIT, and takes -1 for none.
            None if offset > 0 && self.dialect == Dialect::Sqlite => self.push(" LIMIT -1"),
            None => {}
        }
        if offset > 0 {
            self.push(" OFFSET ");
            self.value(bounded(offset));
        }
    }
}

/// A name that no column has which is selected, in whichever case.
fn unlike_columns(name: &str, select: &Select) -> String {
    let nodes = select.output.clone().into_nodes(select.table);
    let selected = nodes.iter().filter_map(|node| if let Node::Column(column) = node { Some(column) } else { None });
    let columns: Vec<_> = selected.flat_map(|column| column.table.parts(column.column)).map(|part| part.name).collect();
    let mut name = name.to_owned();
    while columns.iter().any(|column| column.eq_ignore_ascii_case(&name)) {
        name.push('_');
    }
    name
}

/// A number of rows, as a parameter.
fn bounded(rows: u64) -> Value<'static> {
    Value::BigInt(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn is_same_column(a: &Node, b: &Node) -> bool {
    let (Node::Column(a), Node::Column(b)) = (a, b) else { return false };
    let same_path = match (a.hop, b.hop) {
        (None, None) => true,
        (Some(a), Some(b)) => a.is_same(b),
        _ => false,
    };
    same_path && a.column == b.column
}
