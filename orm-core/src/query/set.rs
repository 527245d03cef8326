//! Querysets put together.

use std::sync::Arc;

use super::QuerySet;
use crate::expr::{Node, Select, SetNode, SetOp, Source};
use crate::model::Model;

impl<M: Model, T> QuerySet<M, T> {
    /// The rows of this query and of the other, each once. What both give can be filtered, ordered and limited like any query.
    ///
    /// Of both, the order counts only where it decides what a limit leaves; the rows have that of the whole.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::bulk_create([("ann", 7), ("bob", 30), ("eve", 80)].map(|(name, age)| User::create().name(name).age(age))).await?;
    /// let youngest = User::all().order_by(|u| u.age).limit(1);
    /// let oldest = User::all().order_by(|u| u.age.desc()).limit(1);
    /// let both = youngest.union(oldest).order_by(|u| u.name).values(|u| u.name).await?;
    /// assert_eq!(both, ["ann", "eve"]);
    /// # Ok(()) }
    /// ```
    pub fn union(self, other: Self) -> Self {
        self.put_together(SetOp::Union, other)
    }

    /// The rows of this query and those of the other, where both give one twice.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// let sql = User::filter(|u| u.age.lt(20)).union_all(User::filter(|u| u.age.lt(30))).to_sql();
    /// assert!(sql.contains(" UNION ALL "));
    /// ```
    pub fn union_all(self, other: Self) -> Self {
        self.put_together(SetOp::UnionAll, other)
    }

    /// The rows that both queries give, each once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// let sql = User::filter(|u| u.age.lt(30)).intersection(User::filter(|u| u.age.gt(20))).to_sql();
    /// assert!(sql.contains(" INTERSECT "));
    /// ```
    pub fn intersection(self, other: Self) -> Self {
        self.put_together(SetOp::Intersection, other)
    }

    /// The rows of this query that the other does not give, each once.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// let sql = User::all().difference(User::filter(|u| u.age.gt(20))).to_sql();
    /// assert!(sql.contains(" EXCEPT "));
    /// ```
    pub fn difference(self, other: Self) -> Self {
        self.put_together(SetOp::Difference, other)
    }

    fn put_together(self, op: SetOp, other: Self) -> Self {
        let (columns, read, model_of, db) = (self.columns.clone(), self.read, self.model_of, self.db.clone());
        let loads = self.loads.clone();
        let left = self.into_rows();
        let right = other.into_rows();
        let mut select = Select::new(M::TABLE);
        select.output = left.output.clone();
        match SetNode::new(op, left, right) {
            Some(set) => select.source = Source::Set(Arc::new(set)),
            None => select.filter.push(Node::TooDeep),
        }
        Self { select: Arc::new(select), columns, read, model_of, loads, db }
    }
}
