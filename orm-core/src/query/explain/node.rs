use std::fmt;
use std::time::Duration;

/// One step of a [`Plan`](super::Plan), and the steps that it is made of.
///
/// What a database does not say is `None`: SQLite says neither rows nor costs, and only a query that was run has actual rows and times.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let plan = User::all().order_by(|u| u.name).explain().tree().await?;
/// let kinds: Vec<_> = plan.nodes().map(|node| node.kind.as_str()).collect();
/// assert_eq!(kinds, ["QUERY PLAN", "SCAN", "USE TEMP B-TREE FOR ORDER BY"]);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct PlanNode {
    /// What it does, in the database's words: `Index Scan`, `SEARCH`.
    pub kind: String,
    /// The table that it reads.
    pub table: Option<String>,
    /// By which name the statement calls that table.
    pub alias: Option<String>,
    /// How it reads the table or the index, where it reads one.
    pub scan: Option<Scan>,
    /// The index that it reads. SQLite's own key, the rowid, has none.
    pub index: Option<String>,
    /// What it looks up, or joins by.
    pub condition: Option<String>,
    /// What it drops rows by that it has read.
    pub filter: Option<String>,
    /// How many rows it is thought to give, each time that it is run.
    pub estimated_rows: Option<f64>,
    /// How many it gave, each time that it was run.
    pub actual_rows: Option<f64>,
    /// How many times it was run.
    pub loops: Option<f64>,
    /// What it is thought to cost until the last row, in the server's unit.
    pub cost: Option<f64>,
    /// How long it took until the last row, with the steps that it is made of, all times that it was run together.
    pub time: Option<Duration>,
    /// Whatever else the database said of it, by the database's names: on PostgreSQL such as `Shared Hit Blocks` and `Sort Key`.
    pub details: serde_json::Map<String, serde_json::Value>,
    /// The steps that it is made of.
    pub children: Vec<PlanNode>,
}

/// How a step comes to the rows that it reads.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// use orm::query::Scan;
///
/// let plan = User::filter(|u| u.id.eq(1)).explain().tree().await?;
/// assert_eq!(plan.scans("users"), [Scan::Lookup]);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scan {
    /// It reads all of the table.
    Full,
    /// It goes through a whole index, in its order, until it has enough.
    Index,
    /// It looks rows up, by an index or a key.
    Lookup,
}

impl PlanNode {
    /// This step and all below it, each before those that it is made of.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let plan = User::all().explain().tree().await?;
    /// assert_eq!(plan.root.nodes().count(), 2);
    /// # Ok(()) }
    /// ```
    pub fn nodes(&self) -> impl Iterator<Item = &Self> {
        let mut waiting = vec![self];
        std::iter::from_fn(move || {
            let node = waiting.pop()?;
            waiting.extend(node.children.iter().rev());
            Some(node)
        })
    }

    /// One line of what is known of it.
    fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if let Some(table) = &self.table {
            write!(f, " on {table}")?;
        }
        if let Some(alias) = self.alias.as_ref().filter(|alias| Some(*alias) != self.table.as_ref()) {
            write!(f, " as {alias}")?;
        }
        if let Some(index) = &self.index {
            write!(f, " using {index}")?;
        }
        for (name, condition) in [("by", &self.condition), ("filtered by", &self.filter)] {
            if let Some(condition) = condition {
                write!(f, ", {name} {condition}")?;
            }
        }
        if let Some(rows) = self.estimated_rows {
            write!(f, ", about {rows} rows")?;
        }
        if let (Some(rows), Some(loops)) = (self.actual_rows, self.loops) {
            write!(f, ", gave {rows} rows {loops} times")?;
        }
        self.time.map_or(Ok(()), |time| write!(f, " in {time:?}"))
    }

    pub(super) fn lines(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:width$}", "", width = depth * 2)?;
        self.line(f)?;
        self.children.iter().try_for_each(|child| {
            f.write_str("\n")?;
            child.lines(depth + 1, f)
        })
    }
}
