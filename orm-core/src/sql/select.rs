use std::mem;

use super::Dialect;
use super::columns::Columns;
use super::expression::type_of;
use super::group::grouped_by;
use super::joins::Joins;
use super::subquery::for_any_row;
use super::writer::{Compiled, Writer};
use crate::error::{Error, Result};
use crate::expr::{ColumnRef, LogicOp, Node, OrderNode, Output, Select, Source};
use crate::schema::{Direction, OutputColumn, Table};
use crate::value::Value;

impl Select {
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
        let (mut writer, select) = self.start(dialect)?;
        writer.select(select);
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
        if !self.is_sliced() && self.distinct_on.is_empty() {
            self.order.clear();
        }
        self.lock = None;
        let (mut writer, select) = self.start(dialect)?;
        let is_plain = (select.is_of_table() || select.is_derived()) && !select.is_grouped();
        let is_whole = !select.is_sliced() && !select.distinct && select.distinct_on.is_empty();
        if is_plain && is_whole {
            writer.push("SELECT count(*)");
            writer.from_and_where(select.table, &select.source, select.filter);
        } else {
            writer.push("SELECT count(*) FROM (");
            writer.select(select);
            writer.push(r#") AS "counted""#);
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
        self.lock = None;
        let (mut writer, select) = for_any_row(self).start(dialect)?;
        writer.push("SELECT EXISTS (");
        writer.select(select);
        writer.push(")");
        writer.finish()
    }

    /// A writer for this, as databases can be asked it.
    fn start(self, dialect: Dialect) -> Result<(Writer, Self)> {
        let joins = self.joins();
        if !joins.needs_plan() && self.is_of_table() {
            return Ok((Writer::new(dialect, joins), self));
        }
        let select = self.planned(dialect)?;
        Ok((Writer::new(dialect, select.joins()), select))
    }

    /// The joins that its expressions need.
    pub(super) fn joins(&self) -> Joins {
        self.joins_in(Joins::of(self.table))
    }

    /// The same, beside these names.
    pub(super) fn joins_in(&self, mut joins: Joins) -> Joins {
        if let Some(link) = self.link {
            joins.add_link(link);
        }
        joins.tree = matches!(self.source, Source::Tree(_));
        if matches!(self.source, Source::Query(_)) {
            return joins;
        }
        if self.grouping.is_some() {
            joins.groups();
        }
        let output = match &self.output {
            Output::Table => &[],
            Output::Nodes(nodes) => nodes.as_slice(),
        };
        let order = self.order.iter().map(|step| &step.node);
        output.iter().chain(&self.filter).chain(&self.distinct_on).chain(order).for_each(|node| joins.gather(node));
        joins
    }
}

impl Writer {
    pub(super) fn select(&mut self, select: Select) {
        self.select_as(select, false);
    }

    /// A SELECT, whose columns are named by their places where another query asks for them so.
    pub(super) fn select_as(&mut self, select: Select, named: bool) {
        let keys = match &select.output {
            Output::Nodes(nodes) if self.joins.has_aggregates() => grouped_by(nodes),
            _ => Vec::new(),
        };
        self.sharing(keys, |writer| writer.clauses(select, named));
    }

    fn clauses(&mut self, select: Select, named: bool) {
        self.refuse_lock(&select);
        let is_grouped = self.joins.has_aggregates();
        match &select.output {
            _ if select.distinct && !select.order.iter().all(|step| select.can_order_by(&step.node)) => {
                let model = select.table.model;
                let reason = format!("distinct rows of {model} can be ordered only by columns that are selected");
                self.fail(Error::Unsupported { reason });
            }
            Output::Table if is_grouped => self.fail(aggregate_of_rows(&select)),
            Output::Nodes(nodes) if is_grouped => self.refuse_order_of_groups(nodes, &select.order),
            _ => {}
        }
        if let Some(per) = select.per
            && select.is_sliced()
        {
            return self.slice_of_each(select, per);
        }
        let Select {
            table,
            output,
            filter,
            order,
            distinct,
            limit,
            offset,
            distinct_on,
            source,
            lock,
            compared,
            grouping,
            ..
        } = select;
        let by_place = match &output {
            Output::Nodes(nodes) if is_grouped || distinct => nodes.clone(),
            _ => Vec::new(),
        };
        let order = beginning_with(&distinct_on, order);
        self.push("SELECT ");
        if distinct {
            self.push("DISTINCT ");
        } else if !distinct_on.is_empty() {
            self.push("DISTINCT ON (");
            self.separated(", ", distinct_on, |writer, node| writer.ordered(type_of(&node), node));
            self.push(") ");
        }
        self.outputs(output, table, distinct || compared, named);
        let (having, filter) = match is_grouped {
            true => filter.into_iter().partition(Node::has_aggregate),
            false => (Vec::new(), filter),
        };
        self.from_and_where(table, &source, filter);
        if is_grouped {
            self.group_by(&by_place, having, grouping);
        }
        if !order.is_empty() {
            self.push(" ");
            self.order_clause(order, &by_place);
        }
        self.slice(limit, offset);
        if let Some(lock) = lock {
            self.lock(&lock);
        }
    }

    /// The first rows for each value of a column, numbered in their order.
    fn slice_of_each(&mut self, select: Select, per: ColumnRef) {
        let place = unlike_columns("place", &select);
        self.push("SELECT * FROM (SELECT ");
        self.outputs(select.output, select.table, false, false);
        self.push(", row_number() OVER (PARTITION BY ");
        self.listed_column(&per);
        self.order_by(select.order);
        self.push(") AS ");
        self.name(&place);
        self.from_and_where(select.table, &select.source, select.filter);
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

    pub(super) fn outputs(&mut self, output: Output, table: &'static Table, compared: bool, named: bool) {
        // What makes values the same is what makes them compare as equal.
        let write = |writer: &mut Self, node: Node| match node {
            Node::Column(column) if column.def().ty.width() > 1 => writer.listed_column(&column),
            node if compared => writer.comparable(type_of(&node), node),
            node => writer.node(node),
        };
        match output {
            Output::Table if !named => {
                // What is around a query may ask for any column of its rows.
                let columns: Vec<usize> = match self.joins.whole {
                    true => (0..table.columns.len()).collect(),
                    false => table.selected().collect(),
                };
                self.separated(", ", columns, |writer, column| {
                    writer.listed_column(&ColumnRef { hop: None, table, column });
                });
            }
            // Whether there is a row needs no column.
            Output::Nodes(nodes) if nodes.is_empty() => self.push("1"),
            Output::Nodes(nodes) if !named => self.separated(", ", nodes, write),
            output => {
                let nodes = if self.joins.whole { output.into_all_nodes(table) } else { output.into_nodes(table) };
                let nodes = nodes.into_iter().enumerate();
                self.separated(", ", nodes, |writer, (place, node)| writer.named_output(place, node, write));
            }
        }
    }

    pub(super) fn from_and_where(&mut self, table: &'static Table, source: &Source, filter: Vec<Node>) {
        self.push(" FROM ");
        self.source(table, source);
        self.join_clauses(table);
        self.where_clause(filter);
    }

    pub(super) fn where_clause(&mut self, filter: Vec<Node>) {
        if !filter.is_empty() {
            self.push(" WHERE ");
            self.chain(LogicOp::And, filter);
        }
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

/// An order that begins with these, which DISTINCT ON asks for.
pub(super) fn beginning_with(first: &[Node], order: Vec<OrderNode>) -> Vec<OrderNode> {
    let said = || order.iter().take_while(|step| first.contains(&step.node));
    let missing = first.iter().filter(|node| !said().any(|step| step.node == **node));
    let mut all: Vec<_> = missing.filter_map(ascending).collect();
    all.extend(order);
    all
}

/// From the smallest value of an expression to the largest; nothing where its type is not known, as that of a condition.
pub(crate) fn ascending(node: &Node) -> Option<OrderNode> {
    let ty = type_of(node)?;
    Some(OrderNode { node: node.clone(), direction: Direction::Ascending, nulls: None, ty })
}

#[cold]
fn aggregate_of_rows(select: &Select) -> Error {
    let model = select.table.model;
    Error::Unsupported {
        reason: format!(
            "an aggregate among the conditions or the order of rows of {model}: select by `values` what it groups by, or ask a relation \
             for its count or sum"
        ),
    }
}
