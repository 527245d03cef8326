//! Several reads that are handed to a database together.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use orm::__private::run_together;
use orm::database::{Exchange, Outcome, Request};
use orm::prelude::*;
use orm::sql::{Access, Columns, Dialect, Effect, Statement};
use orm::testing::count_queries;
use orm::value::{ReadResult, RowReader, Value};
use orm::{Db, Error};

use crate::outside::{Outside, on_both_outside};
use crate::polls::dropped_after;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "together")]
struct Counter {
    id: i64,
    #[orm(unique)]
    name: String,
}

async fn tables(db: &Db) {
    db.create_tables_of(orm::models![Counter]).await.unwrap();
    Counter::bulk_create((0..100).map(|n| Counter::create().name(format!("n{n}")))).using(db).await.unwrap();
}

/// Parameters that are numbers, and rows of one number.
struct Numbers {
    parameters: Vec<Value<'static>>,
    rows: Vec<i64>,
}

impl Exchange for Numbers {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        self.rows.extend(row.big_int()?);
        Ok(())
    }
}

pub(crate) fn request(sql: &str, parameters: &[i64]) -> Request {
    let parameters = parameters.iter().map(|&number| Value::BigInt(number)).collect();
    let (access, columns, effect) = (Access::Read, Columns::None, Effect::None);
    let statement = Statement { sql: sql.to_owned().into(), access, columns, effect };
    Request { statement, exchange: Box::new(Numbers { parameters, rows: Vec::new() }) }
}

const UP_TO: &str = r#"SELECT "id" FROM "together" WHERE "id" <= $1 ORDER BY "id""#;
const COUNT: &str = r#"SELECT count(*) FROM "together""#;
const MISSING: &str = r#"SELECT "id" FROM "nowhere""#;

fn numbers(outcomes: Vec<Outcome>) -> Vec<Vec<i64>> {
    let rows = |outcome: Outcome| {
        let exchange: Box<dyn std::any::Any> = outcome.exchange;
        exchange.downcast::<Numbers>().expect("it is the exchange that was handed in").rows
    };
    outcomes.into_iter().map(rows).collect()
}

/// The sizes of what several reads gave.
async fn sizes(db: &Db, limits: &[i64]) -> Vec<usize> {
    let requests = limits.iter().map(|&limit| request(UP_TO, &[limit])).collect();
    numbers(run_together(db, requests).await.unwrap()).iter().map(Vec::len).collect()
}

#[orm::test(sqlite, postgres, models())]
async fn answers_come_in_order(db: Db) {
    tables(&db).await;
    // Often enough that the reads come to be known as quick.
    for round in 0..50 {
        let requests = vec![request(UP_TO, &[round]), request(COUNT, &[]), request(UP_TO, &[2])];
        let rows = numbers(run_together(&db, requests).await.unwrap());
        assert_eq!(rows, [(1..=round).collect::<Vec<_>>(), vec![100], vec![1, 2]]);
    }
    assert!(run_together(&db, Vec::new()).await.unwrap().is_empty());
    let many: Vec<i64> = (0..100).collect();
    assert_eq!(sizes(&db, &many).await, (0..100).collect::<Vec<_>>());
}

#[orm::test(sqlite, postgres, models())]
async fn large_answers_do_not_hold_each_other_up(db: Db) {
    tables(&db).await;
    let large = r#"SELECT a."id" FROM "together" a, "together" b, "together" c"#;
    let outcomes = run_together(&db, (0..3).map(|_| request(large, &[])).collect()).await.unwrap();
    assert!(numbers(outcomes).iter().all(|rows| rows.len() == 1_000_000));
}

#[orm::test(sqlite, postgres, models())]
async fn in_a_transaction_they_see_its_work(db: Db) {
    tables(&db).await;
    orm::atomic(async {
        Counter::create().name("in it").await?;
        assert_eq!(sizes(&db, &[101, 5]).await, [101, 5]);
        Err::<(), _>(Error::custom("no"))
    })
    .await
    .unwrap_err();
    assert_eq!(sizes(&db, &[101, 5]).await, [100, 5]);
}

#[orm::test(sqlite, postgres, models())]
async fn the_first_failure_is_that_of_all(db: Db) {
    tables(&db).await;
    for round in 0..20 {
        let requests = vec![request(COUNT, &[]), request(MISSING, &[]), request(UP_TO, &[round])];
        let failed = run_together(&db, requests).await.map(numbers);
        assert!(matches!(&failed, Err(Error::MissingTable { table }) if table == "nowhere"), "{failed:?}");
        assert_eq!(sizes(&db, &[round, 7]).await, [usize::try_from(round).unwrap(), 7]);
    }
}

/// Of statements that are known already, so that the failure comes while all of them are on their way.
#[orm::test(sqlite, postgres, models())]
async fn a_failure_while_they_run(db: Db) {
    tables(&db).await;
    let failing = match db.dialect() {
        Dialect::Postgres => "SELECT CASE WHEN $1 = 5 THEN 1 / ($1 - 5) ELSE 1 END",
        _ => "SELECT CASE WHEN $1 = 5 THEN abs(-9223372036854775807 - 1) ELSE 1 END",
    };
    for number in [1, 2, 3, 4, 5, 1, 5, 5, 2] {
        let requests = vec![request(COUNT, &[]), request(failing, &[number]), request(UP_TO, &[2])];
        match run_together(&db, requests).await.map(numbers) {
            Ok(rows) => assert_eq!((number == 5, rows), (false, vec![vec![100], vec![1], vec![1, 2]])),
            Err(error) => assert!(number == 5 && matches!(error, Error::Database { .. }), "{error:?}"),
        }
    }
}

#[orm::test(sqlite, postgres, models())]
async fn a_failure_breaks_the_block(db: Db) {
    tables(&db).await;
    for missing in 0..3 {
        let block = orm::atomic(async {
            Counter::create().name("undone").await?;
            let inner = orm::atomic(async {
                let mut requests: Vec<_> = (0..3).map(|_| request(COUNT, &[])).collect();
                requests[missing] = request(MISSING, &[]);
                let failed = run_together(&db, requests).await.map(numbers);
                assert!(matches!(failed, Err(Error::MissingTable { .. })), "{failed:?}");
                let after = run_together(&db, vec![request(COUNT, &[])]).await.map(numbers);
                assert!(matches!(after, Err(Error::TransactionAborted)), "{after:?}");
                Ok(())
            });
            assert!(matches!(inner.await, Err(Error::TransactionAborted)));
            // The savepoint has been rolled back.
            assert_eq!(sizes(&db, &[5, 6]).await, [5, 6]);
            let _ = run_together(&db, vec![request(COUNT, &[]), request(MISSING, &[])]).await;
            Ok(())
        });
        assert!(matches!(block.await, Err(Error::TransactionAborted)));
    }
    assert_eq!(Counter::all().count().await.unwrap(), 100);
}

#[orm::test(sqlite, postgres, models())]
async fn each_is_counted(db: Db) {
    tables(&db).await;
    let (_, queries) = count_queries(async {
        sizes(&db, &[1, 2, 3]).await;
        orm::atomic(async { Ok(sizes(&db, &[4, 5]).await) }).await.unwrap();
    })
    .await;
    assert_eq!(queries, [UP_TO; 5]);
}

#[orm::test(sqlite, postgres, models())]
async fn what_no_database_takes_is_refused_before_anything_is_sent(db: Db) {
    tables(&db).await;
    orm::atomic(async {
        let exchange = Box::new(Numbers { parameters: vec![Value::Text("\0".into())], rows: Vec::new() });
        let refused = Request { exchange, ..request(UP_TO, &[]) };
        let refused = run_together(&db, vec![request(COUNT, &[]), refused]).await.map(numbers);
        assert!(matches!(refused, Err(Error::InvalidValue { .. })), "{refused:?}");
        // So nothing is broken.
        Counter::create().name("kept").await
    })
    .await
    .unwrap();
}

on_both_outside! {
    /// On a pool of one, dropped after each number of polls, and what comes next finds the connection sound.
    async fn dropped_anywhere(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        tables(&db).await;
        for inside in [false, true] {
            let (mut polls, mut whole) = (0, 0);
            for number in 0..300 {
                let name = format!("{inside} {number}");
                let texts = [UP_TO.to_owned(), format!("{UP_TO} LIMIT {}", number + 1_000)];
                let reads = || texts.iter().map(|sql| request(sql, &[9])).collect();
                let done = match inside {
                    false => dropped_after(polls, run_together(&db, reads())).await.map(|done| done.map(numbers)),
                    true => {
                        let block = db.atomic(async {
                            Counter::create().name(&*name).await?;
                            run_together(&db, reads()).await.map(numbers)
                        });
                        dropped_after(polls, block).await
                    }
                };
                assert!(done.as_ref().is_none_or(|done| matches!(done, Ok(rows) if rows.iter().all(|rows| rows.len() == 9))));
                polls = if done.is_some() { 0 } else { polls + 1 };
                whole += usize::from(done.is_some());
                // The next one gets the same connection, and what it writes stays.
                Counter::create().name(format!("after {name}")).using(&db).await.unwrap();
            }
            assert!(whole >= 10, "too many awaits to be tried at each of them");
        }
        let after = outside.rows("SELECT name FROM together WHERE name LIKE 'after%'");
        assert_eq!(after.len(), 600);
    }

    /// A statement that was dropped with its siblings while a block goes on.
    async fn dropped_in_a_block_that_goes_on(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        tables(&db).await;
        for polls in 1..8 {
            let kept = db.atomic(async {
                let sound = vec![request(COUNT, &[]), request(UP_TO, &[1]), request(COUNT, &[])];
                let _ = dropped_after(polls, run_together(&db, sound)).await;
                Counter::create().name(format!("kept {polls}")).await
            });
            kept.await.unwrap();
            let undone = db.atomic(async {
                let broken = vec![request(COUNT, &[]), request(MISSING, &[]), request(COUNT, &[])];
                let _ = dropped_after(polls, run_together(&db, broken)).await;
                Ok(())
            });
            let undone = undone.await;
            // SQLite's statements go one after the other, and those that nobody awaits any more are not begun.
            assert!(matches!(undone, Err(Error::TransactionAborted)) || !outside.is_postgres(), "{undone:?}");
        }
        assert_eq!(outside.rows("SELECT name FROM together WHERE name LIKE 'kept%'").len(), 7);
    }

    async fn slow_ones_that_are_dropped_free_their_connection(outside: Outside) {
        let limit = Duration::from_secs(30);
        let db = outside.connect_with(Db::builder().pool_size(1).acquire_timeout(limit)).await;
        tables(&db).await;
        let slow = r#"SELECT count(*) FROM "together" a, "together" b, "together" c WHERE a."id" + b."id" > c."id""#;
        let start = Instant::now();
        let reads = run_together(&db, vec![request(slow, &[]), request(COUNT, &[])]);
        assert!(tokio::time::timeout(Duration::from_millis(5), reads).await.is_err());
        assert_eq!(sizes(&db, &[3]).await, [3]);
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn quick_ones_go_on_a_lane_together() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(5)).await;
    tables(&db).await;
    let start = Instant::now();
    while db.stats().lane_reads < 30 {
        assert_eq!(sizes(&db, &[1, 2, 3]).await, [1, 2, 3]);
        assert!(start.elapsed() < Duration::from_secs(20), "never on a lane: {:?}", db.stats());
    }
    let stats = db.stats();
    assert_eq!((stats.lane_reads + stats.exclusive_reads) % 3, 0, "{stats:?}");
    let failed = run_together(&db, vec![request(COUNT, &[]), request(MISSING, &[])]).await.map(numbers);
    assert!(matches!(failed, Err(Error::MissingTable { .. })), "{failed:?}");
}

#[tokio::test]
async fn one_connection_is_enough() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(1)).await;
    tables(&db).await;
    let same = (0..5).map(|_| request("SELECT pg_backend_pid()::bigint", &[])).collect();
    let pids = numbers(run_together(&db, same).await.unwrap());
    assert!(pids.iter().all(|pid| *pid == pids[0]));
}

#[tokio::test]
async fn tables_that_change_are_no_failure() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(1)).await;
    tables(&db).await;
    let all = r#"SELECT * FROM "together" WHERE "id" <= $1"#;
    let reads = || vec![request(all, &[3]), request(COUNT, &[]), request(all, &[4])];
    run_together(&db, reads()).await.unwrap();
    outside.script("ALTER TABLE together ADD COLUMN more integer");
    let rows = numbers(run_together(&db, reads()).await.unwrap());
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 4]);
}
