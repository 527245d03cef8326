use super::Dialect;

/// The statements of a cursor: a query whose rows are fetched some at a time, with other statements in between that
/// have no influence on it.
///
/// PostgreSQL has these, inside a transaction. On SQLite the result is copied to a temporary table of the connection, because
/// a statement that is still running there would see what others write.
///
/// ```
/// use orm::sql::{Cursor, Dialect};
///
/// let cursor = Cursor::new(Dialect::Postgres, 1);
/// assert_eq!(cursor.open("SELECT 1"), "DECLARE orm_cursor_1 NO SCROLL CURSOR FOR SELECT 1");
/// assert_eq!(cursor.fetch(100), "FETCH FORWARD 100 FROM orm_cursor_1");
/// assert_eq!(cursor.close(), "CLOSE orm_cursor_1");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Cursor {
    dialect: Dialect,
    number: u64,
}

impl Cursor {
    /// The cursor with this number, which no other on the same connection may have at the same time.
    #[must_use]
    pub fn new(dialect: Dialect, number: u64) -> Self {
        Self { dialect, number }
    }

    /// Opens it for a query, whose parameters it takes.
    #[must_use]
    pub fn open(&self, query: &str) -> String {
        let number = self.number;
        match self.dialect {
            Dialect::Postgres => format!("DECLARE orm_cursor_{number} NO SCROLL CURSOR FOR {query}"),
            Dialect::Sqlite => format!("CREATE TEMP TABLE orm_cursor_{number} AS {query}"),
        }
    }

    /// Fetches at most this many rows. On SQLite its one parameter is how many have been fetched before.
    #[must_use]
    pub fn fetch(&self, rows: u32) -> String {
        let number = self.number;
        match self.dialect {
            Dialect::Postgres => format!("FETCH FORWARD {rows} FROM orm_cursor_{number}"),
            // Of the names that a rowid has, the one that is least likely to be a column's, too.
            Dialect::Sqlite => {
                format!("SELECT * FROM temp.orm_cursor_{number} WHERE _rowid_ > ?1 ORDER BY _rowid_ LIMIT {rows}")
            }
        }
    }

    /// Closes it.
    #[must_use]
    pub fn close(&self) -> String {
        let number = self.number;
        match self.dialect {
            Dialect::Postgres => format!("CLOSE orm_cursor_{number}"),
            Dialect::Sqlite => format!("DROP TABLE IF EXISTS temp.orm_cursor_{number}"),
        }
    }
}
