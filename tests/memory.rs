//! How much memory a stream of a million rows takes. A program of its own, because it looks at the memory of the whole.
#![cfg(target_os = "linux")]

use std::fs;

use orm::Db;
use orm::prelude::*;

const ROWS: u64 = 1_000_000;
/// In KiB.
const MOST_GROWTH: u64 = 20 * 1024;

#[derive(Model, Debug)]
#[orm(table = "million")]
struct Row {
    id: i64,
    text: String,
    number: Option<i64>,
}

/// The greatest memory of this process since it was last forgotten, in KiB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Reads all rows, and gives by how much the greatest memory grew.
async fn growth(db: &Db) -> u64 {
    // Once before, so that connections, code and caches are there.
    let mut first = Row::all().limit(10_000).using(db).stream();
    while first.try_next().await.unwrap().is_some() {}
    // Forgets the greatest memory: from here on it is that of what follows.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let (mut rows, mut bytes, mut stream) = (0, 0, Row::all().using(db).stream());
    while let Some(row) = stream.try_next().await.unwrap() {
        rows += 1;
        bytes += row.text.len();
        assert_eq!(row.number.is_none(), row.id % 3 == 0);
    }
    assert_eq!((rows, bytes), (ROWS, 1_000_000 * 40));
    peak() - before
}

// One test, so that nothing else takes memory meanwhile.
#[tokio::test]
async fn a_million_rows_take_less_than_20_mb() {
    let text = "'a text of forty characters, to be exact!'";
    let url = test_server::postgres().create_database();
    let db = Db::builder().connect(&url).await.unwrap();
    db.create_tables_of(orm::models![Row]).await.unwrap();
    test_server::postgres().psql(
        &url,
        &format!("INSERT INTO million SELECT n, {text}, nullif(n % 3, 0) FROM generate_series(1, {ROWS}) n"),
    );
    let postgres = growth(&db).await;
    db.close().await;

    let file = std::env::temp_dir().join(format!("orm-memory-{}.db", std::process::id()));
    let db = Db::builder().connect(format!("sqlite:{}", file.display())).await.unwrap();
    db.create_tables_of(orm::models![Row]).await.unwrap();
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute_batch(&format!(
            "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {ROWS})
             INSERT INTO million SELECT n, {text}, nullif(n % 3, 0) FROM number"
        ))
        .unwrap();
    let sqlite = growth(&db).await;
    db.close().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{suffix}", file.display()));
    }

    println!("{ROWS} rows: {postgres} KiB on PostgreSQL, {sqlite} KiB on SQLite");
    assert!(postgres < MOST_GROWTH && sqlite < MOST_GROWTH, "{postgres} and {sqlite} KiB");
}
