use std::fs;
use std::path::{Path, PathBuf};

use orm::Db;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::{ITEMS, Item, Newcomer, ORDERS, Order, PEOPLE, Person, Result, USERS, User};

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A PostgreSQL server on this machine, in a process of its own.
    Postgres,
    /// SQLite in a file.
    Sqlite,
}

impl Backend {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Postgres, Self::Sqlite];

    /// Its name in commands and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Sqlite => "sqlite",
        }
    }
}

/// Where the two sides find the same rows.
#[derive(Debug)]
pub enum Place {
    /// One database for both.
    Postgres {
        /// Its URL.
        url: String,
    },
    /// A file for each, as two connections to one would keep invalidating each other's pages.
    Sqlite {
        /// Removes the files at the end.
        directory: TempDir,
    },
}

impl Place {
    /// Makes the tables and the rows.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn make(backend: Backend) -> Result<Self> {
        let place = match backend {
            Backend::Postgres => Self::Postgres { url: test_server::postgres().create_database() },
            Backend::Sqlite => Self::Sqlite { directory: tempfile::tempdir()? },
        };
        let db = Db::builder().connect(place.orm_url()).await?;
        db.create_tables_of(orm::models![Person, Newcomer, User, Order, Item]).await?;
        db.close().await;
        match &place {
            Self::Postgres { url } => fill_postgres(url),
            Self::Sqlite { directory } => {
                fill_sqlite(&file_for_orm(directory))?;
                fs::copy(file_for_orm(directory), place.file_by_hand())?;
            }
        }
        Ok(place)
    }

    /// The URL for the ORM; on PostgreSQL for the hand-written side as well.
    #[must_use]
    pub fn orm_url(&self) -> String {
        match self {
            Self::Postgres { url } => url.clone(),
            Self::Sqlite { directory } => format!("sqlite://{}", file_for_orm(directory).display()),
        }
    }

    /// The file of the hand-written side.
    #[must_use]
    pub fn file_by_hand(&self) -> PathBuf {
        match self {
            Self::Postgres { .. } => PathBuf::new(),
            Self::Sqlite { directory } => directory.path().join("by-hand.db"),
        }
    }
}

fn file_for_orm(directory: &TempDir) -> PathBuf {
    directory.path().join("orm.db")
}

fn fill() -> String {
    let (orders, items) = (USERS * ORDERS, USERS * ORDERS * ITEMS);
    format!(
        "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {PEOPLE})
         INSERT INTO person (id, name, hair_color, age)
         SELECT n, 'person ' || n, CASE WHEN n % 3 = 0 THEN NULL ELSE 'chestnut' END, 20 + n % 60 FROM number;
         INSERT INTO users (id, name, email)
         SELECT id, 'user ' || id, CASE WHEN id % 3 = 0 THEN NULL ELSE id || '@example.org' END
         FROM person WHERE id <= {USERS};
         INSERT INTO orders (id, user_id, total, paid)
         SELECT id, (id - 1) / {ORDERS} + 1, id * 7, CASE WHEN id % 3 = 0 THEN NULL ELSE id * 5 END
         FROM person WHERE id <= {orders};
         INSERT INTO items (id, order_id, name, price)
         SELECT id, (id - 1) / {ITEMS} + 1, 'item ' || id, id * 3 FROM person WHERE id <= {items};"
    )
}

/// No log and no autovacuum, so that the server is as quiet as it can be.
fn fill_postgres(url: &str) {
    let quiet = |table: &str| format!("ALTER TABLE {table} SET UNLOGGED, SET (autovacuum_enabled = off);");
    // Those that point at others first.
    let quiet = ["person", "newcomer", "items", "orders", "users"].map(quiet).concat();
    let script = format!("{quiet}{}VACUUM ANALYZE person, users, orders, items;", fill());
    test_server::postgres().psql(url, &script);
}

fn fill_sqlite(file: &Path) -> Result<()> {
    // Into the file itself and not a log beside it, because the file is copied.
    Ok(Connection::open(file)?.execute_batch(&format!("PRAGMA journal_mode = DELETE;{}ANALYZE;", fill()))?)
}
