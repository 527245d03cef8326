use super::{Node, Select};
use crate::schema::Table;

/// Another query that stands in an expression.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// let large = Order::filter(|o| o.total.gt(100)).values(|o| o.user);
/// let sql = User::filter(|u| u.id.in_(large)).to_sql();
/// assert!(sql.contains(r#"WHERE "id" IN (SELECT"#));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SubqueryNode {
    /// What is asked of it.
    pub question: SubqueryQuestion,
    /// The query.
    pub select: Select,
}

/// What is asked of a query that stands in an expression.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::expr::{Node, SubqueryQuestion};
///
/// let any: Predicate<User> = orm::exists(User::filter(|u| u.id.gt(5)));
/// let Node::Subquery(subquery) = any.into_node() else { panic!() };
/// assert!(matches!(subquery.question, SubqueryQuestion::Exists { negated: false }));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SubqueryQuestion {
    /// Whether it gives any row, or none.
    Exists {
        /// Whether it is NOT EXISTS.
        negated: bool,
    },
    /// Its first value.
    Scalar,
    /// All of its values, as one list.
    Array,
    /// Whether a value is among its own.
    In {
        /// The value.
        value: Node,
        /// Whether it is NOT IN.
        negated: bool,
    },
}

/// An expression over the row of a query around this one.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// let sql = User::filter(|u| orm::exists(Order::filter(|o| o.user.eq(orm::outer(u.id))))).to_sql();
/// assert!(sql.contains(r#""user_id" = "users"."id""#));
/// ```
#[derive(Debug, Clone)]
pub struct OuterNode {
    /// What that query is about.
    pub table: &'static Table,
    /// How many queries about the same table are skipped on the way to it.
    pub skipped: u8,
    /// The expression there.
    pub node: Node,
}

impl PartialEq for OuterNode {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.skipped == other.skipped && self.node == other.node
    }
}
