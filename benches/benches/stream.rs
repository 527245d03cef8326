//! Streaming 1,000,000 rows: by `stream`, and by hand with tokio-postgres' `query_raw` and with rusqlite on a thread of its own, in
//! turn, in one process.
//!
//!     cargo bench -p benches --bench stream              both on all processors
//!     cargo bench -p benches --bench stream -- one-cpu   everything on one, the server as well

use std::env;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::{Duration, Instant};

use benches::{Backend, Newcomer, Pair, Result, stay_on_one_cpu};
use futures_util::TryStreamExt as _;
use orm::prelude::*;
use rusqlite::Connection;
use tokio::sync::mpsc;
use tokio_postgres::{Client, NoTls};

const ROWS: usize = 1_000_000;
const TOTAL: Duration = Duration::from_secs(30);
const SQL: &str = "SELECT id, name, hair_color, age FROM newcomer";
const FILL: &str = "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1000000)
    INSERT INTO newcomer (name, hair_color, age)
    SELECT 'newcomer ' || n, CASE WHEN n % 3 = 0 THEN NULL ELSE 'chestnut' END, 20 + n % 60 FROM number";

#[tokio::main]
async fn main() -> Result<()> {
    if env::args().any(|argument| argument == "one-cpu") {
        stay_on_one_cpu()?;
    }
    println!("| backend | operation | by hand | orm | orm / by hand: median [quartiles] |");
    println!("|---|---|---|---|---|");
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("stream.db");
    for backend in Backend::ALL {
        let url = match backend {
            Backend::Postgres => test_server::postgres().create_database(),
            Backend::Sqlite => format!("sqlite://{}", file.display()),
        };
        let db = orm::Db::builder().connect(&url).await?;
        db.create_tables_of(orm::models![Newcomer]).await?;
        orm::execute(FILL, ()).using(&db).await?;
        let orm = async || counted(&db_turn(&db).await?);
        let pair = match backend {
            Backend::Postgres => {
                test_server::postgres().psql(&url, "VACUUM ANALYZE newcomer");
                let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
                tokio::spawn(connection);
                Pair::take_turns(TOTAL, async || counted(&postgres_turn(&client).await?), orm).await?
            }
            Backend::Sqlite => Pair::take_turns(TOTAL, async || counted(&sqlite_turn(&file).await?), orm).await?,
        };
        println!("| {} | stream of 1,000,000 rows | {pair} |", backend.name());
        db.close().await;
    }
    Ok(())
}

/// The rows of a turn, and how long it took.
struct Turn {
    rows: usize,
    taken: Duration,
}

fn counted(turn: &Turn) -> Result<f64> {
    if turn.rows == ROWS { Ok(turn.taken.as_secs_f64()) } else { Err("rows are missing".into()) }
}

async fn db_turn(db: &orm::Db) -> Result<Turn> {
    let start = Instant::now();
    let mut stream = Newcomer::all().using(db).stream();
    let mut rows = 0;
    while let Some(row) = stream.try_next().await? {
        drop(black_box(row));
        rows += 1;
    }
    Ok(Turn { rows, taken: start.elapsed() })
}

async fn postgres_turn(client: &Client) -> Result<Turn> {
    let start = Instant::now();
    let statement = client.prepare(SQL).await?;
    let mut stream = pin!(client.query_raw(&statement, std::iter::empty::<i32>()).await?);
    let mut rows = 0;
    while let Some(row) = stream.try_next().await? {
        drop(black_box(Newcomer { id: row.get(0), name: row.get(1), hair_color: row.get(2), age: row.get(3) }));
        rows += 1;
    }
    Ok(Turn { rows, taken: start.elapsed() })
}

/// As asynchronous code has to: rows come from another thread, some at a time.
async fn sqlite_turn(file: &Path) -> Result<Turn> {
    let start = Instant::now();
    let (sender, mut receiver) = mpsc::channel(2);
    let file = PathBuf::from(file);
    let reading = tokio::task::spawn_blocking(move || -> Result<()> {
        let connection = Connection::open(file)?;
        let mut statement = connection.prepare(SQL)?;
        let mut found = statement.query([])?;
        let mut some = Vec::new();
        while let Some(row) = found.next()? {
            some.push(Newcomer { id: row.get(0)?, name: row.get(1)?, hair_color: row.get(2)?, age: row.get(3)? });
            if some.len() == 256 {
                sender.blocking_send(std::mem::take(&mut some))?;
            }
        }
        Ok(sender.blocking_send(some)?)
    });
    let mut rows = 0;
    while let Some(some) = receiver.recv().await {
        for row in some {
            drop(black_box(row));
            rows += 1;
        }
    }
    reading.await??;
    Ok(Turn { rows, taken: start.elapsed() })
}
