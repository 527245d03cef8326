use super::{Node, Select};
use crate::value::Value;

/// How deep queries can stand in the place of each other's tables.
pub(super) const MAX_LEVELS: u16 = 50;

/// Rows that stand in a query in the place of a table: SQL's derived table, or common table expression.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, total: i64 }
/// #[derive(Projection)]
/// #[orm(model = Order, table)]
/// struct PerStatus {
///     status: String,
///     #[orm(expr = |o| o.total.sum())]
///     total: Option<i64>,
/// }
///
/// let sql = Order::all().project::<PerStatus>().as_table().filter(|s| s.total.gt(100)).to_sql();
/// assert!(sql.contains(r#"GROUP BY 1) AS "per_status" WHERE "total" > $1"#));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DerivedNode {
    /// Where they come from.
    pub from: DerivedFrom,
    /// Whether they are written at the head of the statement, in WITH, and how.
    pub with: Option<Materialized>,
    /// How many derived tables are inside of each other here, itself included.
    levels: u16,
    /// How deep the deepest expression in them is, kept for the queries around.
    pub(crate) depth: u16,
}

/// Where the rows of a derived table come from.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::expr::DerivedFrom;
///
/// let users = DerivedFrom::Query(Box::new(orm::sql::Select::new(User::TABLE)));
/// assert!(matches!(users, DerivedFrom::Query(_)));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DerivedFrom {
    /// From another query, whose outputs are called as the columns of the table.
    Query(Box<Select>),
    /// From the program.
    Values(ValuesNode),
    /// From SQL that the program has written.
    Raw(RawNode),
}

/// Rows of the program's own.
///
/// ```
/// use orm::expr::ValuesNode;
/// use orm::value::Value;
///
/// let rows = ValuesNode { rows: vec![vec![Value::BigInt(1)], vec![Value::BigInt(2)]] };
/// assert_eq!(rows.rows.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ValuesNode {
    /// The rows, each with a value for each column of the table.
    pub rows: Vec<Vec<Value<'static>>>,
}

/// SQL that the program has written.
///
/// ```
/// use orm::expr::RawNode;
///
/// let users = RawNode { sql: "SELECT * FROM users".to_owned(), parameters: Vec::new(), by_name: true };
/// assert!(users.by_name);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RawNode {
    /// Its text, with parameters `$1`, `$2` and so on.
    pub sql: String,
    /// Its parameters.
    pub parameters: Vec<Value<'static>>,
    /// Whether it calls its columns as the table does. Where not, they stand in the table's order.
    pub by_name: bool,
}

/// Whether the query of a common table expression is carried out by itself.
///
/// ```
/// use orm::expr::Materialized;
///
/// assert_ne!(Materialized::Yes, Materialized::No);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Materialized {
    /// As the database sees fit: mostly where it is used more than once.
    AsFit,
    /// Once, whatever is asked of its rows.
    Yes,
    /// As a part of each query that uses it.
    No,
}

impl DerivedNode {
    /// The rows of a query, whose deepest expression has this depth. Nothing where derived tables are nested too deeply.
    pub(crate) fn of_query(select: Select, with: Option<Materialized>, depth: u16) -> Option<Self> {
        let levels = select.levels() + 1;
        (levels <= MAX_LEVELS).then_some(Self { from: DerivedFrom::Query(Box::new(select)), with, levels, depth })
    }

    /// How many queries stand in place of each other's tables here, itself included.
    pub(super) fn levels(&self) -> u16 {
        self.levels
    }

    /// Rows that are not those of another query.
    pub(crate) fn of_rows(from: DerivedFrom) -> Self {
        Self { from, with: None, levels: 1, depth: 0 }
    }

    /// Calls `visit` for each expression over the rows that it is made of.
    pub(crate) fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        match &self.from {
            DerivedFrom::Query(select) => select.each_node(visit),
            DerivedFrom::Values(_) | DerivedFrom::Raw(_) => {}
        }
    }
}

impl Select {
    /// How many queries stand in place of each other's tables in it, in its conditions, too.
    pub(super) fn levels(&self) -> u16 {
        let mut levels = self.source.levels();
        self.each_own_node(&mut |node| levels = levels.max(node.levels()));
        levels
    }
}

impl Node {
    fn levels(&self) -> u16 {
        let mut levels = 0;
        let mut visit = |node: &Self| levels = levels.max(node.levels());
        self.each_part(&mut visit);
        match self {
            Self::Related(related) => related.each_inner(&mut visit),
            Self::Outer(outer) => visit(&outer.node),
            Self::Subquery(subquery) => levels = levels.max(subquery.select.levels()),
            _ => {}
        }
        levels
    }
}
