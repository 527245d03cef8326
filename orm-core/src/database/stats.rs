/// What the connections of a database are doing at one moment; from [`Db::stats`](super::Db::stats).
///
/// On PostgreSQL, reads that are known to be quick share a few connections, the lanes, and everything else has a
/// connection to itself. On SQLite there are no lanes, and connections are threads.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::connect("sqlite::memory:").await?;
/// let stats = db.stats();
/// assert_eq!((stats.size, stats.idle, stats.waiting, stats.lanes), (1, 1, 0, 0));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Connections that are open, lanes included.
    pub size: usize,
    /// Those of them that nobody uses and anybody may take. Lanes are not taken, and not counted.
    pub idle: usize,
    /// Queries and transactions that wait for a connection.
    pub waiting: usize,
    /// Lanes that are open.
    pub lanes: usize,
    /// Reads that a lane has answered since the database was opened.
    pub lane_reads: u64,
    /// Reads that were started on a connection of their own, outside of transactions.
    pub exclusive_reads: u64,
    /// Those of the exclusive reads that had been sent on a lane before, and left it because it was held up or broke.
    pub moved_reads: u64,
}
