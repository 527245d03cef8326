use std::time::Duration;

use super::cursor_key::CursorKey;
use super::{Db, Driver, Options, ambient};
use crate::error::{Error, Result};

/// Opens a database and makes it the program's default.
///
/// The URL's scheme chooses the backend: `postgres://user:password@host/database`, `sqlite://path/to/file.db`
/// or `sqlite::memory:`.
///
/// # Errors
/// [`Error::InvalidUrl`] for a URL that names no known backend or cannot be parsed, [`Error::Connection`] where
/// the database cannot be reached.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::connect("sqlite::memory:").await?;
/// # Ok(()) }
/// ```
pub async fn connect(url: impl Into<String>) -> Result<Db> {
    let db = Db::builder().connect(url).await?;
    ambient::set_default(db.clone());
    Ok(db)
}

/// Sets the limits of a database before it is opened; made by [`Db::builder`].
///
/// ```
/// # use std::time::Duration;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::Db::builder()
///     .pool_size(4)
///     .acquire_timeout(Duration::from_secs(2))
///     .connect("sqlite::memory:")
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a builder does nothing until connect() is called"]
pub struct Builder {
    options: Options,
    cursor_key: CursorKey,
}

impl Builder {
    /// The number of connections; on SQLite, of reader threads beside the one writer. 10 unless said; at least 1.
    ///
    /// ```
    /// let builder = orm::Db::builder().pool_size(20);
    /// ```
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.options.pool_size = connections.max(1);
        self
    }

    /// How many of the connections are lanes: shared by reads that have been seen to finish quickly, which are sent back to
    /// back without waiting for each other. 0 turns lanes off. One in five connections unless said, so 2 of 10, and none of 4
    /// or fewer; at least one connection is no lane. Only PostgreSQL has lanes.
    ///
    /// ```
    /// let builder = orm::Db::builder().pool_size(10).lanes(0);
    /// ```
    pub fn lanes(mut self, connections: usize) -> Self {
        self.options.lanes = Some(connections);
        self
    }

    /// How long a query waits for a free connection before `Error::PoolTimeout`. 10 seconds unless said.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let builder = orm::Db::builder().acquire_timeout(Duration::from_secs(2));
    /// ```
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.options.acquire_timeout = timeout;
        self
    }

    /// How long opening a connection may take before `Error::Connection`. 5 seconds unless said.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let builder = orm::Db::builder().connect_timeout(Duration::from_secs(2));
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// How long a statement may take before `Error::Timeout`. 60 seconds unless said.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let builder = orm::Db::builder().statement_timeout(Duration::from_secs(5));
    /// ```
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.options.statement_timeout = timeout;
        self
    }

    /// How many prepared statements a connection keeps; the one unused for longest goes first. 256 unless said; at least 1.
    ///
    /// ```
    /// let builder = orm::Db::builder().statement_cache(1_000);
    /// ```
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.options.statement_cache = statements.max(1);
        self
    }

    /// The secret that cursors of [`paginate`](crate::query::QuerySet::paginate) are signed with, so that a client cannot make or
    /// change one: at least 16 bytes, from a good source of chance.
    ///
    /// Without it, each run of the program makes a key of its own. Set it where several processes answer the same clients, or
    /// where cursors shall outlive a restart; with another key, cursors made before are
    /// [`Error::InvalidCursor`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # let secret = [7; 32]; // from the program's configuration
    /// let db = orm::Db::builder().cursor_key(secret).connect("sqlite::memory:").await?;
    /// let short = orm::Db::builder().cursor_key("abc").connect("sqlite::memory:").await;
    /// assert!(matches!(short, Err(orm::Error::InvalidValue { .. })));
    /// # Ok(()) }
    /// ```
    pub fn cursor_key(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.cursor_key = CursorKey::of(secret.as_ref());
        self
    }

    /// Opens the database, without making it the default: use it by `.using(&db)` or [`scope`](super::scope).
    ///
    /// # Errors
    /// As [`connect`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// assert!(orm::default_db().is_err());
    /// # Ok(()) }
    /// ```
    pub async fn connect(self, url: impl Into<String>) -> Result<Db> {
        let url = url.into();
        let driver = driver_for(&url)?;
        self.cursor_key.check()?;
        Ok(Db::new((driver.open)(url, self.options).await?).signing_with(self.cursor_key))
    }
}

fn driver_for(url: &str) -> Result<&'static Driver> {
    let invalid = |reason: String| Error::InvalidUrl { reason };
    let (scheme, _) = url
        .split_once(':')
        .ok_or_else(|| invalid("it starts with no scheme, such as postgres:// or sqlite://".to_owned()))?;
    inventory::iter::<Driver>.into_iter().find(|driver| driver.schemes.contains(&scheme)).ok_or_else(|| {
        let known: Vec<_> = inventory::iter::<Driver>.into_iter().flat_map(|driver| driver.schemes).copied().collect();
        invalid(format!("no backend for {scheme:?}; this program has {}", known.join(", ")))
    })
}
