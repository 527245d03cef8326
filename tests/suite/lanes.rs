//! Quick reads on connections that they share: that nobody can tell, except by the time it takes.

mod hostile;
mod learning;

use std::fmt::Debug;
use std::time::{Duration, Instant};

use orm::Db;
use orm::database::Builder;
use orm::prelude::*;

use crate::outside::{Outside, on_both_outside};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "lane_note", ordering = "id")]
struct Note {
    id: i64,
    title: String,
    number: i64,
}

/// A view of one row that takes as long as `lane_delay` says, and tells which connection it was read on.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "lane_slow")]
struct Slow {
    id: i64,
    pid: i32,
}

const SLOW: &str = "
    CREATE TABLE lane_delay (seconds double precision);
    INSERT INTO lane_delay VALUES (0);
    CREATE FUNCTION pause() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
    BEGIN
        PERFORM pg_sleep(seconds) FROM lane_delay WHERE seconds > 0;
        RETURN pg_backend_pid();
    END $$;
    CREATE VIEW lane_slow AS SELECT id::bigint, pause() AS pid FROM generate_series(1, 1) AS id";

fn delay(outside: &Outside, seconds: f64) {
    outside.script(&format!("UPDATE lane_delay SET seconds = {seconds}"));
}

/// Five connections of which one is a lane, and the tables with a hundred notes.
async fn one_lane(outside: &Outside) -> Db {
    with(outside, Db::builder().pool_size(5)).await
}

async fn with(outside: &Outside, builder: Builder) -> Db {
    let db = outside.connect_with(builder).await;
    db.create_tables_of(orm::models![Note]).await.unwrap();
    if outside.is_postgres() {
        outside.script(SLOW);
    }
    Note::bulk_create((0..100).map(|number| Note::create().title(format!("note {number}")).number(number)))
        .using(&db)
        .await
        .unwrap();
    db
}

/// Reads again and again until it was done on a lane. What it gives then.
async fn on_a_lane<T>(db: &Db, read: impl AsyncFn() -> orm::Result<T>) -> T {
    let start = Instant::now();
    loop {
        let before = db.stats().lane_reads;
        let value = read().await.unwrap();
        if db.stats().lane_reads > before {
            return value;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "never on a lane: {:?}", db.stats());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// How long it takes.
async fn timed<T>(future: impl IntoFuture<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let value = future.await;
    (start.elapsed(), value)
}

#[orm::test(sqlite, postgres, models(Note))]
async fn nothing_is_counted_twice(db: Db) {
    let before = db.stats();
    assert!(before.size >= 1 && before.idle >= 1 && before.waiting == 0, "{before:?}");
    for _ in 0..20 {
        assert!(Note::all().await.unwrap().is_empty());
    }
    let after = db.stats();
    let reads = |stats: orm::database::Stats| stats.lane_reads + stats.exclusive_reads;
    assert_eq!(reads(after) - reads(before), 20);
    Note::create().title("a").number(1).await.unwrap();
    orm::atomic(async { Note::all().count().await }).await.unwrap();
    assert_eq!(reads(db.stats()), reads(after));
}

on_both_outside! {
    async fn answers_are_the_same(outside: Outside) {
        let on = with(&outside, Db::builder().pool_size(10)).await;
        let off = outside.connect_with(Db::builder().pool_size(10).lanes(0)).await;
        let without = off.stats();
        assert_eq!((without.lanes, without.lane_reads), (0, 0));
        for round in 0..20 {
            same(Note::get(round + 1).using(&on).await, Note::get(round + 1).using(&off).await);
            let some = || Note::filter(|n| n.number.ge(round * 10) & n.title.contains("1")).order_by(|n| n.id.desc());
            same(some().using(&on).await, some().using(&off).await);
            same(some().using(&on).count().await, some().using(&off).count().await);
            same(some().using(&on).exists().await, some().using(&off).exists().await);
            same(some().values(|n| (n.title, n.id)).using(&on).await, some().values(|n| (n.title, n.id)).using(&off).await);
            same(Note::get(-round).using(&on).await, Note::get(-round).using(&off).await);
        }
        assert_eq!(on.stats().lane_reads > 0, outside.is_postgres());
        assert_eq!(off.stats().lane_reads, 0);
        assert!(off.stats().exclusive_reads >= 120);
    }

    async fn many_at_once(outside: Outside) {
        let db = with(&outside, Db::builder().pool_size(10)).await;
        let tasks: Vec<_> = (0..64).map(|task| {
            let db = db.clone();
            tokio::spawn(async move {
                for turn in 0..50 {
                    let id = (task * 50 + turn) % 100 + 1;
                    let note = Note::get(id).using(&db).await.unwrap();
                    assert_eq!((note.id, note.number), (id, id - 1));
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let stats = db.stats();
        assert_eq!(stats.lane_reads + stats.exclusive_reads, 3_200, "{stats:?}");
        if outside.is_postgres() {
            assert!(stats.lane_reads > 0, "{stats:?}");
            assert!(stats.size <= 10 && stats.lanes <= 2, "{stats:?}");
            let open = "SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'orm'";
            assert!(outside.rows(open)[0].parse::<usize>().unwrap() <= 10);
        }
    }
}

fn same<T: Debug>(one: orm::Result<T>, other: orm::Result<T>) {
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[tokio::test]
async fn closed_with_the_database() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    assert_eq!(db.stats().lanes, 1);
    db.close().await;
    assert!(matches!(Note::get(1).using(&db).await, Err(orm::Error::Connection { .. })));
    assert_eq!(db.stats().size, 0);
}

#[tokio::test]
async fn writes_and_transactions_stay_off() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    let before = db.stats().lane_reads;
    orm::scope(&db, async {
        for number in 0..20 {
            orm::atomic(async {
                let mut note = Note::get(1).await?;
                note.update(|n| n.number.set(number)).await?;
                assert_eq!(Note::get(1).await?.number, number, "reads in a block see its writes");
                Ok(())
            })
            .await
            .unwrap();
            Note::filter(|n| n.id.eq(2)).update(|n| n.number.set(number)).await.unwrap();
        }
    })
    .await;
    assert_eq!(db.stats().lane_reads, before);
    assert_eq!(Note::get(1).using(&db).await.unwrap().number, 19);
}
