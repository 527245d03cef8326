use std::fmt;
use std::sync::Arc;

use super::gather::ModelOf;
use super::loads::Loads;
use super::read::Read;
use crate::database::{Db, default_db};
use crate::error::Result;
use crate::expr::{ColumnRef, IntoOrder, LogicOp, Node, OrderNode, Predicate, Selection, scope_of};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::{Direction, OutputColumn};
use crate::sql::{Columns, Dialect, Output, Select, ascending};

/// A query about a model: lazy until it is awaited, cheap to clone, and a value like any other.
///
/// Each method gives the same type back, so a condition that is only sometimes there is an `if`. Conditions, order,
/// limit and offset are properties of the whole: it does not matter in which order they are called.
/// Awaited, it gives `Result<Vec<M>>`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     name: String,
///     age: i16,
/// }
///
/// # async fn example(only_adults: bool) -> orm::Result<()> {
/// let mut users = User::all().order_by(|u| (u.age.desc(), u.id));
/// if only_adults {
///     users = users.filter(|u| u.age.ge(18));
/// }
/// let page: Vec<User> = users.clone().limit(10).await?;
/// let total = users.count().await?;
/// # Ok(()) }
/// ```
#[must_use = "a query does nothing until it is awaited"]
pub struct QuerySet<M: Model, T = M> {
    pub(super) select: Arc<Select>,
    pub(super) columns: Columns,
    pub(super) read: Read<T>,
    pub(super) model_of: ModelOf<M, T>,
    pub(super) loads: Option<Arc<Loads<M>>>,
    pub(super) db: Option<Db>,
}

impl<M: Model> QuerySet<M> {
    /// A query for every row that the model's scope lets through.
    pub(super) fn new() -> Self {
        let Some(scope) = scope_of::<M>() else { return Self::whole() };
        let scoped = Self::whole().filter_node(scope.into_node());
        scoped.change(|select| select.scoped = select.filter.len())
    }

    /// A query for every row.
    pub(super) fn whole() -> Self {
        Self {
            select: Arc::new(Select::new(M::TABLE)),
            columns: Columns::Table(M::TABLE),
            read: M::read,
            model_of: Some(|row| row),
            loads: None,
            db: None,
        }
    }
}

impl<M: Model, T> QuerySet<M, T> {
    /// Only the rows for which the condition is true, beside the conditions before.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let sql = User::all().filter(|u| u.age.ge(18)).filter(|u| u.name.ne("ann")).to_sql();
    /// assert!(sql.ends_with(r#"WHERE "age" >= $1 AND "name" <> $2"#));
    /// ```
    pub fn filter(self, condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Self {
        self.filter_node(condition(Fields::<M>::REF).into_node())
    }

    /// Only the rows for which the condition is not true: false, or NULL. Each row is in `filter(p)` or in `exclude(p)`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let sql = User::all().exclude(|u| u.age.lt(18)).exclude(|u| u.email.eq("a@x.org")).to_sql();
    /// assert!(sql.ends_with(r#"WHERE NOT ("age" < $1) AND ("email" = $2) IS NOT TRUE"#));
    /// ```
    pub fn exclude(self, condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Self {
        self.filter_node(condition(Fields::<M>::REF).is_not_true().into_node())
    }

    /// Orders the rows, in place of any order before and of the model's own.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let sql = User::all().order_by(|u| (u.age.desc(), u.name)).to_sql();
    /// assert!(sql.ends_with(r#"ORDER BY "age" DESC, "name""#));
    /// ```
    pub fn order_by<O: IntoOrder<M>>(self, order: impl FnOnce(&'static Fields<M>) -> O) -> Self {
        let order = order(Fields::<M>::REF).into_order();
        self.change(|select| select.order = order)
    }

    /// The opposite order; without one, from the largest key to the smallest.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert!(User::all().reverse().to_sql().ends_with(r#"ORDER BY "id" DESC"#));
    /// ```
    pub fn reverse(self) -> Self {
        let order = self.order_or_key();
        self.change(|select| select.order = order.into_iter().map(reversed).collect())
    }

    /// Equal rows once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let ages = User::all().values(|u| u.age).distinct();
    /// assert_eq!(ages.to_sql(), r#"SELECT DISTINCT "age" FROM "users""#);
    /// ```
    pub fn distinct(self) -> Self {
        self.change(|select| select.distinct = true)
    }

    /// Only the first row for each value of this: a column, an expression, or a tuple of these. Which is the first, its order says,
    /// which begins with the same on PostgreSQL, and is made to where it does not.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create([("ann", 7), ("bob", 30), ("eve", 30)].map(|(name, age)| User::create().name(name).age(age))).await?;
    /// let last_of_age = User::all().distinct_on(|u| u.age).order_by(|u| (u.age, u.name.desc()));
    /// assert_eq!(last_of_age.values(|u| u.name).await?, ["ann", "eve"]);
    /// # Ok(()) }
    /// ```
    pub fn distinct_on<S: Selection<M>>(self, of: impl FnOnce(&'static Fields<M>) -> S) -> Self {
        let mut nodes = Vec::new();
        of(Fields::<M>::REF).nodes(&mut nodes);
        self.change(|select| select.distinct_on = nodes.into_iter().map(|(node, _)| node).collect())
    }

    /// At most this many rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert!(User::all().limit(10).to_sql().ends_with("LIMIT $1"));
    /// ```
    pub fn limit(self, rows: u64) -> Self {
        self.change(|select| select.limit = Some(rows))
    }

    /// Without the first rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert!(User::all().limit(10).offset(20).to_sql().ends_with("LIMIT $1 OFFSET $2"));
    /// ```
    pub fn offset(self, rows: u64) -> Self {
        self.change(|select| select.offset = rows)
    }

    /// No rows, without asking the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(User::all().none().await?.is_empty());
    /// # Ok(()) }
    /// ```
    pub fn none(self) -> Self {
        self.filter_node(Node::Constant(false))
    }

    /// The same query; where Django writes `.all()`, one can here.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(User::filter(|u| u.age.ge(18)).all().to_sql(), User::filter(|u| u.age.ge(18)).to_sql());
    /// ```
    pub fn all(self) -> Self {
        self
    }

    /// Asks this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.create_tables_of(orm::models![User]).await?;
    /// assert_eq!(User::all().using(&archive).count().await?, 0);
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// Gives columns and expressions instead of whole rows; the types follow.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct User { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// let names: Vec<String> = User::all().values(|u| u.name).await?;
    /// # Ok(()) }
    /// ```
    pub fn values<S: Selection<M>>(self, selection: impl FnOnce(&'static Fields<M>) -> S) -> QuerySet<M, S::Output> {
        let mut selected = Vec::new();
        selection(Fields::<M>::REF).nodes(&mut selected);
        let (nodes, columns): (Vec<Node>, Vec<OutputColumn>) = selected.into_iter().unzip();
        self.giving(nodes, Columns::list(columns), S::read)
    }

    /// The SQL text, as the database in use would get it, or as PostgreSQL would where none is connected.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// assert_eq!(User::all().values(|u| u.name).to_sql(), r#"SELECT "name" FROM "users""#);
    /// ```
    #[must_use]
    pub fn to_sql(&self) -> String {
        let db = self.db.clone().map_or_else(default_db, Ok);
        self.to_sql_for(db.map_or(Dialect::Postgres, |db| db.dialect()))
    }

    /// The SQL text for one kind of database; for a query that cannot be written, the reason.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// use orm::sql::Dialect;
    ///
    /// let named = User::filter(|u| u.name.icontains("an")).values(|u| u.id);
    /// assert_eq!(named.to_sql_for(Dialect::Sqlite), r#"SELECT "id" FROM "users" WHERE ilike(?1, "name")"#);
    /// ```
    #[must_use]
    pub fn to_sql_for(&self, dialect: Dialect) -> String {
        match self.clone().into_gathered().0.compile(dialect) {
            Ok(compiled) => compiled.sql,
            Err(error) => error.to_string(),
        }
    }

    /// Gives what is selected, read by this, instead of whole rows.
    pub(super) fn giving<R>(self, selected: Vec<Node>, columns: Columns, read: Read<R>) -> QuerySet<M, R> {
        let QuerySet { select, db, .. } = self.change(|select| {
            select.output = Output::Nodes(selected);
            select.grouping = None;
            select.keep_order_of_groups();
        });
        QuerySet { select, columns, read, model_of: None, loads: None, db }
    }

    pub(super) fn db(&self) -> Result<Db> {
        self.db.clone().map_or_else(default_db, Ok)
    }

    pub(super) fn change(mut self, change: impl FnOnce(&mut Select)) -> Self {
        change(Arc::make_mut(&mut self.select));
        self
    }

    pub(super) fn filter_node(self, node: Node) -> Self {
        self.change(|select| match node {
            Node::Constant(true) => {}
            Node::Logic { op: LogicOp::And, operands } => select.filter.extend(operands),
            node => select.filter.push(node),
        })
    }

    /// The statement, in the model's own order where no other is asked for.
    pub(super) fn into_select(self) -> Select {
        let order = self.order();
        let mut select = Arc::unwrap_or_clone(self.select);
        select.order = order;
        select
    }

    /// The rows to be written. Their order matters only to which of them a limit lets through.
    pub(super) fn into_rows(self) -> Select {
        if self.select.is_sliced() { self.into_select() } else { Arc::unwrap_or_clone(self.select) }
    }

    /// The order that was asked for, or the model's own. Of distinct rows the model's own can order only by what is
    /// selected: of rows that are equal in that, none stands for the others.
    pub(super) fn order(&self) -> Vec<OrderNode> {
        if !self.select.order.is_empty() {
            return self.select.order.clone();
        }
        let steps = M::TABLE.ordering.iter().map(|&(column, direction)| step::<M>(column, direction));
        steps.filter(|step| self.select.can_order_by(&step.node)).collect()
    }

    /// The order; where there is none, by the key, or by the columns that are selected of distinct rows, so that "first"
    /// always means the same row.
    pub(super) fn order_or_key(&self) -> Vec<OrderNode> {
        let order = self.order();
        if !order.is_empty() {
            return order;
        }
        match &self.select.output {
            Output::Nodes(nodes) if self.select.distinct || self.select.is_grouped() || self.select.is_set() => {
                nodes.iter().filter(|node| self.select.can_order_by(node)).filter_map(ascending).collect()
            }
            _ if self.select.is_without_key() => {
                (0..M::TABLE.columns.len()).map(|column| step::<M>(column, Direction::Ascending)).collect()
            }
            _ => vec![step::<M>(M::TABLE.primary_key, Direction::Ascending)],
        }
    }
}

fn step<M: Model>(column: usize, direction: Direction) -> OrderNode {
    OrderNode::of_column(ColumnRef { hop: None, table: M::TABLE, column }, direction)
}

pub(super) fn reversed(order: OrderNode) -> OrderNode {
    OrderNode { direction: order.direction.reversed(), nulls: order.nulls.map(crate::expr::Nulls::reversed), ..order }
}

impl<M: Model, T> Clone for QuerySet<M, T> {
    fn clone(&self) -> Self {
        Self {
            select: Arc::clone(&self.select),
            columns: self.columns.clone(),
            read: self.read,
            model_of: self.model_of,
            loads: self.loads.clone(),
            db: self.db.clone(),
        }
    }
}

impl<M: Model, T> fmt::Debug for QuerySet<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("QuerySet").field(&self.to_sql()).finish()
    }
}
