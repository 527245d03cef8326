use std::sync::Arc;

use super::{ColumnRef, DerivedFrom, Grouping, Lock, Node, OrderNode, Source};
use crate::schema::{Link, Table};

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
    /// How many of the conditions are the model's own scope, which can be lifted: the first.
    pub scoped: usize,
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
    /// What only the first row of each is given for: DISTINCT ON.
    pub distinct_on: Vec<Node>,
    /// Where its rows come from.
    pub source: Source,
    /// How its rows are locked.
    pub lock: Option<Lock>,
    /// Whether its values will be compared with those of another query.
    pub compared: bool,
    /// By which keys it groups, where not by all that are selected.
    pub grouping: Option<Grouping>,
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
    /// The columns of the table that are read with its rows; in a query within another one, all of its columns.
    Table,
    /// These expressions.
    Nodes(Vec<Node>),
}

impl Output {
    /// The expressions, one by one.
    pub(crate) fn into_nodes(self, table: &'static Table) -> Vec<Node> {
        match self {
            Self::Table => table.selected().map(|column| Node::root_column(table, column)).collect(),
            Self::Nodes(nodes) => nodes,
        }
    }

    /// The same, with the columns that are deferred.
    pub(crate) fn into_all_nodes(self, table: &'static Table) -> Vec<Node> {
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
            scoped: 0,
            order,
            distinct: false,
            limit: None,
            offset: 0,
            link: None,
            per: None,
            distinct_on: Vec::new(),
            source: Source::Table,
            lock: None,
            compared: false,
            grouping: None,
        }
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
        let gives_none = self.limit == Some(0) || self.filter.iter().any(|node| matches!(node, Node::Constant(false)));
        // One value of no rows is a value nevertheless.
        gives_none && (self.limit == Some(0) || !self.is_grouped())
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
        self.is_sliced() || self.filter.len() > self.scoped || !self.is_of_table()
    }

    /// Whether it looks at the rows of its table as they are, each by itself: not at those of other queries, nor only at the first of each.
    pub(crate) fn is_of_table(&self) -> bool {
        matches!(self.source, Source::Table) && self.distinct_on.is_empty()
    }

    /// Takes the conditions away that are the model's own scope, here and in the queries that it is made of.
    pub(crate) fn lift_scope(&mut self) {
        self.filter.drain(..self.scoped);
        self.scoped = 0;
        match &mut self.source {
            // What a derived table is made of was decided before.
            Source::Table | Source::Derived(_) => {}
            Source::Query(query) => Arc::make_mut(query).lift_scope(),
            Source::Tree(tree) => Arc::make_mut(tree).start.lift_scope(),
            Source::Set(set) => {
                Arc::make_mut(set).parts.iter_mut().for_each(Self::lift_scope);
            }
        }
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
        match &self.output {
            Output::Table if self.distinct => {
                matches!(node, Node::Column(column) if column.hop.is_none() && !column.def().deferred)
            }
            Output::Nodes(nodes) if self.distinct || self.is_set() => nodes.contains(node),
            Output::Nodes(nodes) if self.is_grouped() => nodes.contains(node) || node.has_aggregate(),
            _ => true,
        }
    }

    /// Whether the rows are those of a derived table.
    pub(crate) fn is_derived(&self) -> bool {
        matches!(self.source, Source::Derived(_))
    }

    /// Whether its rows have no key, because they are no model's.
    pub(crate) fn is_without_key(&self) -> bool {
        match &self.source {
            Source::Derived(derived) => !matches!(&derived.from, DerivedFrom::Raw(raw) if raw.by_name),
            _ => false,
        }
    }

    /// Whether the rows of its derived table are known to differ from each other.
    pub(crate) fn gives_unlike_rows(&self) -> bool {
        let Source::Derived(derived) = &self.source else { return false };
        match &derived.from {
            DerivedFrom::Query(rows) => {
                let as_they_are = rows.is_derived() && rows.gives_unlike_rows() && rows.gives_whole_rows();
                rows.distinct || rows.gives_each_group() || as_they_are
            }
            DerivedFrom::Values(_) | DerivedFrom::Raw(_) => false,
        }
    }

    /// Whether its rows are groups, and all that these are made by is among what it gives.
    fn gives_each_group(&self) -> bool {
        let Output::Nodes(nodes) = &self.output else { return false };
        let is_shown = |node| !makes_more_groups(node, nodes);
        self.is_grouped() && self.grouping.is_none() && nodes.iter().all(is_shown)
    }

    fn gives_whole_rows(&self) -> bool {
        matches!(self.output, Output::Table)
    }

    /// Whether its rows are those of other queries that are put together.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.source, Source::Set(_))
    }

    /// Whether each row stands for a group of the table's rows: one value of many is among what it gives, or decides about it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert!(!orm::sql::Select::new(User::TABLE).is_grouped());
    /// ```
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        let Output::Nodes(nodes) = &self.output else { return false };
        let order = self.order.iter().map(|step| &step.node);
        let has_aggregate = || nodes.iter().chain(&self.filter).chain(order).any(Node::has_aggregate);
        self.gives_rows() && (self.grouping.is_some() || has_aggregate())
    }

    /// Whether what it is about are rows of its table, with all columns under their names.
    pub(crate) fn gives_rows(&self) -> bool {
        match &self.source {
            Source::Table | Source::Tree(_) | Source::Derived(_) => true,
            Source::Set(set) => set.gives_rows(),
            Source::Query(_) => false,
        }
    }

    /// Whether what it gives is made of all of its rows, so that it gives one.
    pub(crate) fn selects_only_aggregates(&self) -> bool {
        matches!(&self.output, Output::Nodes(nodes) if nodes.iter().all(Node::has_aggregate))
    }

    /// Calls `visit` for each expression over its rows, and over those of the queries that it is made of.
    pub(crate) fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        self.each_own_node(visit);
        match &self.source {
            Source::Table => {}
            Source::Query(query) => query.each_node(visit),
            Source::Tree(tree) => tree.start.each_node(visit),
            Source::Derived(derived) => derived.each_node(visit),
            Source::Set(set) => set.parts.iter().for_each(|part| part.each_node(visit)),
        }
    }

    /// Calls `visit` for each expression over its rows.
    pub(crate) fn each_own_node(&self, visit: &mut dyn FnMut(&Node)) {
        if let Output::Nodes(nodes) = &self.output {
            nodes.iter().for_each(&mut *visit);
        }
        self.filter.iter().chain(&self.distinct_on).for_each(&mut *visit);
        self.order.iter().for_each(|step| visit(&step.node));
    }
}

/// Whether it has a column in it that stands beside aggregates there, and is not among these.
fn makes_more_groups(node: &Node, selected: &[Node]) -> bool {
    match node {
        Node::Aggregate(aggregate) if aggregate.over.is_none() => false,
        node if !node.has_aggregate() && !node.has_window() && selected.contains(node) => false,
        Node::Column(_) => true,
        node => {
            let mut found = false;
            node.each_part(&mut |part| found = found || makes_more_groups(part, selected));
            found
        }
    }
}
