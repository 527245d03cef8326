//! Transactions that take too long are rolled back, wherever they are, and leave the database usable.

use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::{Db, Error};

use super::{Entry, Runs, add, names, names_in};
use crate::outside::on_both_outside;

const LIMIT: Duration = Duration::from_millis(150);

/// A statement that takes minutes.
async fn slow() -> orm::Result<()> {
    let sql = match orm::default_db()?.dialect() {
        orm::sql::Dialect::Postgres => "SELECT 1::bigint FROM pg_sleep(100)",
        _ => {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT count(*) FROM n"
        }
    };
    orm::raw::<i64>(sql, ()).await.map(drop)
}

#[track_caller]
fn is_over<T: std::fmt::Debug>(done: orm::Result<T>, start: Instant) {
    let error = done.unwrap_err();
    assert_eq!(error.to_string(), format!("the transaction took longer than {LIMIT:?}, and is rolled back"));
    assert!(matches!(error, Error::TransactionTimeout { after: LIMIT }) && !error.is_retryable(), "{error:?}");
    assert!(start.elapsed() >= LIMIT && start.elapsed() < LIMIT * 10, "{:?}", start.elapsed());
}

fn limited() -> orm::Transaction {
    orm::transaction().timeout(LIMIT)
}

on_both_outside! {
    /// On a pool of one: whatever took too long, the next one gets the connection soon, and finds nothing.
    async fn the_connection_stays_usable(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        orm::scope(&db, async {
            let usable = async || {
                let start = Instant::now();
                assert!(names().await.is_empty());
                assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
            };
            let start = Instant::now();
            let idle = limited().run(async || {
                add("ann").await?;
                tokio::time::sleep(Duration::from_secs(100)).await;
                Ok(())
            });
            is_over(idle.await, start);
            usable().await;

            let start = Instant::now();
            let busy = limited().run(async || {
                add("ann").await?;
                slow().await
            });
            is_over(busy.await, start);
            usable().await;

            let start = Instant::now();
            is_over(limited().read_only().run(async || slow().await).await, start);
            usable().await;

            // The failure swallowed, and time left for more.
            let start = Instant::now();
            let swallowed = limited().run(async || {
                add("ann").await?;
                let _ = tokio::time::timeout(LIMIT, slow()).await;
                Ok(())
            });
            let done = swallowed.await;
            assert!(matches!(done, Err(Error::TransactionTimeout { .. } | Error::TransactionAborted)), "{done:?}");
            assert!(start.elapsed() < LIMIT * 10);
            usable().await;

            let start = Instant::now();
            let nested = limited().run(async || orm::atomic(async {
                add("ann").await?;
                orm::atomic(async { slow().await }).await
            }).await);
            is_over(nested.await, start);
            usable().await;

            // Blocking its thread, it is over nevertheless.
            let start = Instant::now();
            let deaf = limited().run(async || {
                add("ann").await?;
                std::thread::sleep(LIMIT + LIMIT / 10);
                Ok(())
            });
            is_over(deaf.await, start);
            usable().await;

            limited().run(async || add("ann").await).await.unwrap();
            assert_eq!(names().await, ["ann"]);
        })
        .await;
    }

    async fn a_handle_is_rolled_back_where_nobody_uses_it(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        for depth in 0..3 {
            let start = Instant::now();
            let tx = db.transaction().timeout(LIMIT).begin().await.unwrap();
            let mut inner = Vec::new();
            for _ in 0..depth {
                let next = inner.last().unwrap_or(&tx).begin().await.unwrap();
                inner.push(next);
            }
            Entry::create().name("ann").using(inner.last().unwrap_or(&tx)).await.unwrap();
            // On the only connection that writes, which is free as soon as the transaction is over.
            assert_eq!(Entry::all().using(&db).delete().everything().await.unwrap(), 0);
            assert!(start.elapsed() >= LIMIT && start.elapsed() < LIMIT * 10, "{:?}", start.elapsed());
            for handle in inner.iter().chain([&tx]) {
                is_over(Entry::create().name("late").using(handle).await, start);
                is_over(handle.begin().await, start);
            }
            for handle in inner.into_iter().rev() {
                is_over(handle.commit().await, start);
            }
            is_over(tx.commit().await, start);
            assert!(names_in(&db).await.is_empty());
        }
    }

    async fn a_statement_by_a_handle_is_cut_short(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let start = Instant::now();
        let tx = db.transaction().timeout(LIMIT).begin().await.unwrap();
        is_over(orm::scope(&tx, slow()).await, start);
        is_over(tx.commit().await, start);
        assert!(names_in(&db).await.is_empty());
        assert!(start.elapsed() < LIMIT * 20, "{:?}", start.elapsed());
    }

    async fn waiting_for_a_connection_counts(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let held = db.begin().await.unwrap();
        Entry::create().name("held").using(&held).await.unwrap();
        let start = Instant::now();
        is_over(db.transaction().timeout(LIMIT).run(async || add("ann").await).await, start);
        let start = Instant::now();
        is_over(db.transaction().timeout(LIMIT).begin().await.map(drop), start);
        held.commit().await.unwrap();
        assert_eq!(names_in(&db).await, ["held"]);
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn no_time_is_over_before_it_begins(db: Db) {
    for transaction in [orm::transaction(), db.transaction().read_only()] {
        let none = transaction.timeout(Duration::ZERO).retry(u32::MAX);
        let runs = Runs::default();
        let block = none.clone().run(async || {
            runs.next();
            Ok(())
        });
        let error = block.await.unwrap_err();
        assert!(matches!(error, Error::TransactionTimeout { after: Duration::ZERO }), "{error:?}");
        assert_eq!(runs.count(), 0);
        assert!(matches!(none.begin().await, Err(Error::TransactionTimeout { .. })));
    }
    for endless in [Duration::MAX, Duration::from_secs(u64::from(u32::MAX))] {
        orm::transaction().timeout(endless).run(async || add(&format!("{endless:?}")).await).await.unwrap();
    }
    assert_eq!(names().await.len(), 2);
}
