//! How much memory a million rows take that are copied in, and out again. A program of its own, because it looks at the
//! memory of the whole.
#![cfg(target_os = "linux")]

use std::fs;
use std::time::Duration;

use futures_util::stream;
use orm::Db;
use orm::prelude::*;

const ROWS: i64 = 1_000_000;
/// In KiB.
const MOST_GROWTH: u64 = 30 * 1024;

#[derive(Model, Debug)]
#[orm(table = "million_copied")]
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

fn new(number: i64) -> NewRow {
    let text = format!("a text of about forty characters: {number}");
    Row::create().text(text).number((number % 3 != 0).then_some(number))
}

/// Forgets the greatest memory, so that from here on it is that of what follows.
fn forget() -> u64 {
    fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

/// Copies all rows in, and gives by how much the greatest memory grew, and how long it took.
async fn growth(db: &Db) -> (u64, Duration) {
    // Once before, so that connections, code and caches are there.
    Row::copy_in(stream::iter((0..10).map(new))).using(db).await.unwrap();
    let before = forget();
    let copied = Row::copy_in(stream::iter((0..ROWS).map(new))).using(db).await.unwrap();
    assert_eq!(copied.rows, ROWS.unsigned_abs());
    (peak() - before, copied.elapsed)
}

// One test, so that nothing else takes memory meanwhile.
#[tokio::test]
async fn a_million_rows_take_less_than_30_mb() {
    let url = test_server::postgres().create_database();
    let db = Db::builder().connect(&url).await.unwrap();
    db.create_tables_of(orm::models![Row]).await.unwrap();
    let postgres = growth(&db).await;
    db.close().await;

    let file = std::env::temp_dir().join(format!("orm-copy-memory-{}.db", std::process::id()));
    let db = Db::builder().connect(format!("sqlite:{}", file.display())).await.unwrap();
    db.create_tables_of(orm::models![Row]).await.unwrap();
    let sqlite = growth(&db).await;
    db.close().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{suffix}", file.display()));
    }

    println!("{ROWS} rows, KiB and time: {postgres:?} on PostgreSQL, {sqlite:?} on SQLite");
    assert!(postgres.0 < MOST_GROWTH && sqlite.0 < MOST_GROWTH, "{postgres:?} and {sqlite:?}");
}
