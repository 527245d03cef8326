use std::fmt;
use std::time::Duration;

use super::{PlanNode, Scan};

/// How a database runs a query, step by step; made by [`Explain::tree`](super::Explain::tree). Shown, it is a tree of lines.
///
/// Plans depend on what is in the tables: of a few rows, PostgreSQL rightly reads all. So a test of an index needs some thousand
/// rows, and `ANALYZE` after they are written.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] #[orm(table = "users")] struct User { id: i64, #[orm(index)] name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let plan = User::filter(|u| u.name.eq("ann")).explain().tree().await?;
/// assert_eq!(plan.indexes(), ["users_name_idx"]);
/// assert_eq!(plan.to_string(), "QUERY PLAN\n  SEARCH on users using users_name_idx, by (name=?)");
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The step that gives the rows of the query.
    pub root: PlanNode,
    /// How long the server took to make the plan, if it was asked to analyze.
    pub planning_time: Option<Duration>,
    /// How long the query took, if it was run.
    pub execution_time: Option<Duration>,
    /// What else the server said of the whole: on PostgreSQL such as `Settings`.
    pub details: serde_json::Map<String, serde_json::Value>,
}

impl Plan {
    /// All steps, each before those that it is made of.
    ///
    /// ```
    /// # fn example(plan: &orm::query::Plan) -> bool {
    /// plan.nodes().any(|node| node.kind == "Sort")
    /// # }
    /// ```
    pub fn nodes(&self) -> impl Iterator<Item = &PlanNode> {
        self.root.nodes()
    }

    /// The indexes that are read, each once.
    ///
    /// A unique field's index is named after the constraint on PostgreSQL, and `sqlite_autoindex_` and so on by SQLite.
    ///
    /// ```
    /// # fn example(plan: &orm::query::Plan) {
    /// assert_eq!(plan.indexes(), ["users_name_idx"]);
    /// # }
    /// ```
    #[must_use]
    pub fn indexes(&self) -> Vec<&str> {
        let mut all = Vec::new();
        for index in self.nodes().filter_map(|node| node.index.as_deref()) {
            if !all.contains(&index) {
                all.push(index);
            }
        }
        all
    }

    /// Whether an index of this name is read.
    ///
    /// ```
    /// # fn example(plan: &orm::query::Plan) {
    /// assert!(plan.uses_index("users_name_idx"), "{plan}");
    /// # }
    /// ```
    #[must_use]
    pub fn uses_index(&self, name: &str) -> bool {
        self.nodes().any(|node| node.index.as_deref() == Some(name))
    }

    /// How a table is read, for each time that it is.
    ///
    /// ```
    /// # fn example(plan: &orm::query::Plan) {
    /// use orm::query::Scan;
    ///
    /// assert_eq!(plan.scans("users"), [Scan::Lookup]);
    /// # }
    /// ```
    #[must_use]
    pub fn scans(&self, table: &str) -> Vec<Scan> {
        self.nodes().filter(|node| node.table.as_deref() == Some(table)).filter_map(|node| node.scan).collect()
    }

    /// Whether all of a table is read, without an index.
    ///
    /// ```
    /// # fn example(plan: &orm::query::Plan) {
    /// assert!(!plan.has_full_scan_of("users"), "{plan}");
    /// # }
    /// ```
    #[must_use]
    pub fn has_full_scan_of(&self, table: &str) -> bool {
        self.scans(table).contains(&Scan::Full)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.lines(0, f)
    }
}
