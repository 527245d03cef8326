//! Chinook in three databases, each made once for all the tests of this program.

use std::fs;
use std::future::Future;
use std::time::Instant;

use orm::Db;
use tokio::sync::OnceCell;

use crate::csv_row::data;
use crate::load::load;

/// One way in which Chinook comes to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chinook {
    /// Loaded from the CSV files into PostgreSQL.
    Postgres,
    /// Loaded from the CSV files into SQLite.
    Sqlite,
    /// Made by its `postgres.sql`, without a trace of this library.
    Script,
}

impl Chinook {
    pub(crate) const ALL: [Self; 3] = [Self::Postgres, Self::Sqlite, Self::Script];

    /// Runs a future with this database as its default.
    pub(crate) async fn scope<F: Future>(self, future: F) -> F::Output {
        let db = match self {
            Self::Sqlite => return orm::scope(sqlite().await, future).await,
            Self::Postgres => connect(loaded().await).await,
            Self::Script => connect(script().await).await,
        };
        let output = orm::scope(&db, future).await;
        db.close().await;
        output
    }
}

/// The connections belong to the test's own runtime; the database is everyone's.
async fn connect(url: &str) -> Db {
    Db::builder().pool_size(2).connect(url).await.expect("the test server answers")
}

/// The URL of the database that was loaded from the CSV files.
pub(crate) async fn loaded() -> &'static str {
    static URL: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let url = test_server::postgres().create_database();
        let db = connect(&url).await;
        timed("PostgreSQL", &db).await;
        db.close().await;
        url
    };
    URL.get_or_init(make).await
}

/// The URL of the database that `postgres.sql` made.
pub(crate) async fn script() -> &'static str {
    static URL: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let url = test_server::postgres().create_database();
        test_server::postgres().psql(&url, &fs::read_to_string(data("postgres.sql")).unwrap());
        url
    };
    URL.get_or_init(make).await
}

async fn sqlite() -> &'static Db {
    static DB: OnceCell<Db> = OnceCell::const_new();
    let make = || async {
        let db = Db::builder().connect("sqlite::memory:").await.expect("a database in memory opens");
        timed("SQLite", &db).await;
        db
    };
    DB.get_or_init(make).await
}

async fn timed(name: &str, db: &Db) {
    let start = Instant::now();
    orm::scope(db, load()).await.unwrap();
    eprintln!("loaded the CSV files into {name} in {:?}", start.elapsed());
}
