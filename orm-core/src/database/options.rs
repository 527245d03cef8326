use std::time::Duration;

/// How a database is opened; set through [`Db::builder`](super::Db::builder). Every limit is finite.
///
/// ```
/// let options = orm::database::Options::default();
/// assert_eq!((options.pool_size, options.statement_timeout.as_secs()), (10, 60));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The number of connections; on SQLite, of reader threads beside the one writer.
    pub pool_size: usize,
    /// How many of them are shared by quick reads; `None` leaves it to the backend.
    pub lanes: Option<usize>,
    /// How long a query waits for a free connection.
    pub acquire_timeout: Duration,
    /// How long opening a connection may take.
    pub connect_timeout: Duration,
    /// How long a statement may take.
    pub statement_timeout: Duration,
    /// How many prepared statements a connection keeps.
    pub statement_cache: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pool_size: 10,
            lanes: None,
            acquire_timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(60),
            statement_cache: 256,
        }
    }
}
