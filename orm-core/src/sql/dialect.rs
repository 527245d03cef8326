/// The databases' ways of writing SQL.
///
/// All that differs between them stands in the `impl` below and in the few places that match on it.
///
/// ```
/// assert_ne!(orm::sql::Dialect::Postgres, orm::sql::Dialect::Sqlite);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}
