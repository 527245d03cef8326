//! Databases that a test also reaches past the library: by psql, or by rusqlite.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use orm::Db;
use orm::database::Builder;

/// An empty database, by its URL. It is gone when this is dropped.
pub(crate) struct Outside {
    url: String,
    /// The file of an SQLite database.
    file: Option<PathBuf>,
}

impl Outside {
    pub(crate) fn postgres() -> Self {
        Self { url: test_server::postgres().create_database(), file: None }
    }

    pub(crate) fn sqlite() -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let file = std::env::temp_dir().join(format!("orm-suite-{}-{number}.db", std::process::id()));
        Self { url: format!("sqlite:{}", file.display()), file: Some(file) }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.file.is_none()
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The library's handle to it.
    pub(crate) async fn connect(&self) -> Db {
        self.connect_with(Db::builder().pool_size(4)).await
    }

    pub(crate) async fn connect_with(&self, builder: Builder) -> Db {
        builder.connect(&self.url).await.expect("the database opens")
    }

    /// A connection of SQLite's own driver to it.
    pub(crate) fn rusqlite(&self) -> rusqlite::Connection {
        let file = self.file.as_ref().expect("the database is SQLite's");
        rusqlite::Connection::open(file).expect("the file opens")
    }

    /// Runs statements that give no rows.
    pub(crate) fn script(&self, sql: &str) {
        match &self.file {
            Some(_) => self.rusqlite().execute_batch(sql).expect("SQLite runs the script"),
            None => {
                test_server::postgres().psql(&self.url, sql);
            }
        }
    }

    /// The first column of each row of a query, as text.
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        if self.file.is_none() {
            return test_server::postgres().psql(&self.url, sql).lines().map(str::to_owned).collect();
        }
        let connection = self.rusqlite();
        let mut statement = connection.prepare(sql).expect("SQLite knows the query");
        let rows = statement.query_map([], |row| row.get(0)).expect("SQLite runs the query");
        rows.collect::<Result<_, _>>().expect("the rows are text")
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            if let Some(file) = &self.file {
                // Where it was never opened, there is nothing to remove.
                let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
            }
        }
    }
}

/// Makes two tests of one, as `#[orm::test]` does, for a test that connects by itself.
macro_rules! on_both_outside {
    ($($(#[$meta:meta])* async fn $name:ident($outside:ident: Outside) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($outside: crate::outside::Outside) $body

            #[tokio::test]
            async fn postgres() {
                test(crate::outside::Outside::postgres()).await;
            }

            #[tokio::test]
            async fn sqlite() {
                test(crate::outside::Outside::sqlite()).await;
            }
        }
    )*};
}

pub(crate) use on_both_outside;
