/// By which of its keys the rows of a grouped SELECT are put together, where that is not all of them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, year: i32 }
/// let query = Order::all().rollup(|o| (o.status, o.year), |_| count());
/// assert!(query.to_sql_for(orm::sql::Dialect::Postgres).ends_with("GROUP BY ROLLUP (1, 2)"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// How many of the outputs are keys: the first.
    pub keys: usize,
    /// Which of them make a group.
    pub by: GroupedBy,
}

/// Which keys make a group.
///
/// ```
/// use orm::expr::GroupedBy;
///
/// assert_ne!(GroupedBy::Rollup, GroupedBy::Cube);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupedBy {
    /// All of them, all but the last, and so on to none.
    Rollup,
    /// Each choice of them.
    Cube,
    /// Each of these, by their places.
    Sets(Vec<Vec<usize>>),
}
