//! Which reads go on the lanes, and when they leave them.

use super::*;

fn reads(db: &Db) -> u64 {
    db.stats().lane_reads
}

#[tokio::test]
async fn a_read_must_have_been_quick_to_go_on_a_lane() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    delay(&outside, 0.2);
    for _ in 0..6 {
        Slow::all().using(&db).await.unwrap();
    }
    assert_eq!(reads(&db), 0);
    delay(&outside, 0.0);
    on_a_lane(&db, async || Slow::all().using(&db).await).await;
}

#[tokio::test]
async fn a_read_that_turns_slow_leaves_within_a_few_runs() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    on_a_lane(&db, async || Slow::all().using(&db).await).await;
    delay(&outside, 0.3);
    let before = reads(&db);
    for _ in 0..8 {
        Slow::all().using(&db).await.unwrap();
    }
    let slow_ones = reads(&db) - before;
    // None, where something else kept the machine busy just before.
    assert!(slow_ones <= 4, "{slow_ones}");
}

#[tokio::test]
async fn a_quick_read_does_not_wait_for_a_slow_one() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    on_a_lane(&db, async || Slow::all().using(&db).await).await;
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
    delay(&outside, 2.0);
    let slow = tokio::spawn(Slow::all().using(&db).into_future());
    tokio::time::sleep(Duration::from_millis(1)).await;
    // Right behind it on the lane, and then around it.
    for id in 1..=20 {
        let (time, note) = timed(Note::get(id).using(&db)).await;
        assert_eq!(note.unwrap().id, id);
        assert!(time < Duration::from_secs(1), "{time:?}");
    }
    assert_eq!(slow.await.unwrap().unwrap().len(), 1);
    // And the lane is used again.
    on_a_lane(&db, async || Note::get(1).using(&db).await).await;
}

#[tokio::test]
async fn large_results_leave() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    let titles = async || Note::filter(|n| n.number.lt(5)).using(&db).await;
    on_a_lane(&db, titles).await;
    outside.script("UPDATE lane_note SET title = repeat('x', 100000)");
    let before = reads(&db);
    for _ in 0..10 {
        assert_eq!(titles().await.unwrap().iter().map(|note| note.title.len()).sum::<usize>(), 500_000);
    }
    assert!(reads(&db) - before <= 1);
}

#[tokio::test]
async fn dropped_again_and_again_it_still_counts_as_slow() {
    let outside = Outside::postgres();
    let db = one_lane(&outside).await;
    on_a_lane(&db, async || Slow::all().using(&db).await).await;
    delay(&outside, 0.3);
    for _ in 0..6 {
        let limit = Duration::from_millis(200);
        assert!(tokio::time::timeout(limit, Slow::all().using(&db).into_future()).await.is_err());
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    delay(&outside, 0.0);
    let before = reads(&db);
    Slow::all().using(&db).await.unwrap();
    assert_eq!(reads(&db), before);
}
