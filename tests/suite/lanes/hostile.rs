//! Lanes that break, futures that are dropped or left alone, statements that fail.

use std::future::poll_fn;
use std::pin::pin;

use orm::Error;
use tokio::time::sleep;

use super::*;
use crate::polls::dropped_after;

async fn warm(outside: &Outside, builder: Builder) -> Db {
    let db = with(outside, builder).await;
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    on_a_lane(&db, async || Slow::all().using(&db).await).await;
    db
}

#[tokio::test]
async fn dropped_after_each_poll() {
    let outside = Outside::postgres();
    let db = warm(&outside, Db::builder().pool_size(2).lanes(1)).await;
    for round in 0..200 {
        let polls = round % 5;
        dropped_after(polls, Note::all().using(&db)).await;
        dropped_after(polls, Note::get(1).using(&db)).await;
        // A statement that no connection has prepared yet.
        dropped_after(polls, Note::all().limit(3).values(|n| n.id + i64::try_from(round).unwrap()).using(&db)).await;
        let id = i64::try_from(round).unwrap() % 100 + 1;
        assert_eq!(Note::get(id).using(&db).await.unwrap().id, id);
    }
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    let stats = db.stats();
    assert!(stats.size <= 2 && stats.waiting == 0, "{stats:?}");
}

#[tokio::test]
async fn a_future_that_is_left_alone_holds_up_nobody() {
    let outside = Outside::postgres();
    let db = warm(&outside, Db::builder().pool_size(5)).await;
    let big = || Note::filter(|n| n.number.lt(50)).using(&db);
    on_a_lane(&db, async || big().await).await;
    outside.script("UPDATE lane_note SET title = repeat('x', 200000) WHERE number < 50");
    let mut left_alone = pin!(big().into_future());
    poll_fn(|context| {
        assert!(left_alone.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    for id in 60..90 {
        let (time, note) = timed(Note::get(id).using(&db)).await;
        assert_eq!(note.unwrap().id, id);
        assert!(time < Duration::from_secs(1), "{time:?}");
    }
    assert_eq!(left_alone.await.unwrap().len(), 50);
    on_a_lane(&db, async || Note::get(60).using(&db).await).await;
}

#[tokio::test]
async fn a_failing_statement_fails_alone() {
    let outside = Outside::postgres();
    let db = warm(&outside, Db::builder().pool_size(5)).await;
    let divided = |by: i64| Note::filter(move |n| (n.number / by).ge(0)).using(&db);
    on_a_lane(&db, async || divided(1).await).await;
    let before = db.stats().lane_reads;
    // Some of them on the lane, whatever else the machine does.
    while db.stats().lane_reads < before + 20 {
        let tasks: Vec<_> = (0..60).map(|turn| tokio::spawn(divided(i64::from(turn % 3 != 0)).into_future())).collect();
        for (turn, task) in tasks.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(notes) => assert!(turn % 3 != 0 && notes.len() == 100, "{turn}: {}", notes.len()),
                Err(Error::Database { code, .. }) => assert!(turn % 3 == 0 && code == "22012", "{turn}: {code}"),
                Err(error) => panic!("{turn}: {error:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_table_that_changes() {
    let outside = Outside::postgres();
    let db = warm(&outside, Db::builder().pool_size(5)).await;
    outside.script("ALTER TABLE lane_note ALTER number TYPE integer");
    let tasks: Vec<_> = (1..=30).map(|id| tokio::spawn(Note::get(id).using(&db).into_future())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    outside.script("ALTER TABLE lane_note ALTER number TYPE text");
    for _ in 0..4 {
        let error = Note::get(1).using(&db).await.unwrap_err();
        assert!(matches!(error, Error::ColumnType { field: "number", .. }), "{error:?}");
    }
    outside.script("DROP TABLE lane_note");
    for _ in 0..4 {
        let error = Note::get(1).using(&db).await.unwrap_err();
        assert!(matches!(error, Error::MissingTable { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_lane_that_is_killed() {
    let outside = Outside::postgres();
    let db = warm(&outside, Db::builder().pool_size(5)).await;
    let mut before = 0;
    for _ in 0..3 {
        let pid = on_a_lane(&db, async || Slow::all().using(&db).get().await).await.pid;
        assert_ne!(pid, before, "the lane is another one");
        before = pid;
        // In flight: it is done again elsewhere.
        delay(&outside, 0.3);
        let in_flight = tokio::spawn(Slow::all().using(&db).get());
        sleep(Duration::from_millis(100)).await;
        outside.rows(&format!("SELECT pg_terminate_backend({pid})"));
        assert_ne!(in_flight.await.unwrap().unwrap().pid, pid);
        delay(&outside, 0.0);
        // Before it has been noticed, or after.
        assert_eq!(Note::get(7).using(&db).await.unwrap().id, 7);
    }
    assert!(db.stats().size <= 5);
}

#[tokio::test]
async fn a_statement_that_takes_too_long() {
    let outside = Outside::postgres();
    let limit = Duration::from_millis(400);
    let db = warm(&outside, Db::builder().pool_size(5).statement_timeout(limit)).await;
    delay(&outside, 30.0);
    let slow = tokio::spawn(Slow::all().using(&db).into_future());
    sleep(Duration::from_millis(5)).await;
    for id in 1..=50 {
        assert_eq!(Note::get(id).using(&db).await.unwrap().id, id);
        sleep(Duration::from_millis(10)).await;
    }
    let error = slow.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Timeout { after } if after == limit), "{error:?}");
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    let start = Instant::now();
    let running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%lane_slow%' AND state = 'active'
        AND datname = current_database() AND pid <> pg_backend_pid()";
    while outside.rows(running) != ["0"] {
        assert!(start.elapsed() < Duration::from_secs(5), "it is stopped on the server");
        sleep(Duration::from_millis(20)).await;
    }
}
