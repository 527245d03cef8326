//! Many tasks at the same rows: nothing is lost, and what could not have happened one after the other does not happen.

use std::time::Duration;

use orm::prelude::*;
use orm::{Db, Error, Isolation};

use super::{Entry, Runs, add};
use crate::outside::{Outside, on_both_outside};

const TASKS: usize = 8;

async fn tables(outside: &Outside, pool: usize) -> Db {
    let builder = Db::builder().pool_size(pool).acquire_timeout(Duration::from_secs(60));
    let db = outside.connect_with(builder).await;
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    db
}

/// Runs as many tasks of this at once, and gives what each did.
async fn at_once<F>(tasks: usize, db: &Db, work: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let tasks: Vec<_> = (0..tasks).map(|task| tokio::spawn(orm::scope(db, work(task)))).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

/// Two on call, of whom one must stay: each of 16 transactions looks whether there are others before it takes itself off.
async fn goes_off_call(name: String, runs: &Runs) -> orm::Result<bool> {
    let transaction = orm::transaction().isolation(Isolation::Serializable).retry(200);
    transaction
        .run(async || {
            runs.next();
            let on_call = Entry::filter(|e| e.amount.eq(1)).count().await?;
            // Everybody has looked before anybody writes.
            tokio::time::sleep(Duration::from_millis(2)).await;
            if on_call < 2 {
                return Ok(false);
            }
            Entry::filter(|e| e.name.eq(name.as_str())).update(|e| e.amount.set(0)).await?;
            Ok(true)
        })
        .await
}

on_both_outside! {
    async fn write_skew_does_not_happen(outside: Outside) {
        let db = tables(&outside, 16).await;
        let row = |number| Entry::create().name(format!("{number}")).amount(1);
        Entry::bulk_create((0..16).map(row)).using(&db).await.unwrap();
        let done = at_once(16, &db, |task| async move {
            let runs = Runs::default();
            (goes_off_call(format!("{task}"), &runs).await.unwrap(), runs.count())
        })
        .await;
        assert_eq!(Entry::filter(|e| e.amount.eq(1)).using(&db).count().await.unwrap(), 1, "{done:?}");
        assert_eq!(done.iter().filter(|(went, _)| *went).count(), 15, "{done:?}");
        let runs: u32 = done.iter().map(|(_, runs)| runs).sum();
        // On SQLite, transactions that may write run one after the other.
        assert!(if outside.is_postgres() { runs > 16 } else { runs == 16 }, "{done:?}");
    }

    async fn increments_by_expression_are_not_lost(outside: Outside) {
        let db = tables(&outside, TASKS).await;
        let row = Entry::create().name("counter").using(&db).await.unwrap();
        let done = at_once(TASKS, &db, |_| async move {
            for _ in 0..1_000 {
                Entry::filter(|e| e.id.eq(row.id)).update(|e| e.amount.set(e.amount + 1)).await?;
            }
            Ok::<_, Error>(())
        });
        assert!(done.await.iter().all(Result::is_ok));
        assert_eq!(Entry::get(row.id).using(&db).await.unwrap().amount, 8_000);
    }

    async fn increments_in_transactions_are_not_lost(outside: Outside) {
        let db = tables(&outside, TASKS).await;
        for level in [Isolation::ReadCommitted, Isolation::RepeatableRead] {
            let row = Entry::create().name(format!("{level:?}")).using(&db).await.unwrap();
            let done = at_once(TASKS, &db, |_| async move {
                for _ in 0..1_000 {
                    let transaction = orm::transaction().isolation(level).retry(1_000);
                    transaction
                        .run(async || Entry::filter(|e| e.id.eq(row.id)).update(|e| e.amount.set(e.amount + 1)).await)
                        .await?;
                }
                Ok::<_, Error>(())
            });
            for done in done.await {
                done.unwrap();
            }
            assert_eq!(Entry::get(row.id).using(&db).await.unwrap().amount, 8_000, "{level:?}");
        }
    }

    /// Also where the transaction cannot see the row that keeps it from making its own.
    async fn each_row_is_made_once(outside: Outside) {
        let db = tables(&outside, TASKS).await;
        for level in [Isolation::ReadCommitted, Isolation::RepeatableRead, Isolation::Serializable] {
            let done = at_once(TASKS, &db, |_| async move {
                let mut made = 0;
                for key in 0..50 {
                    let name = format!("{level:?} {key}");
                    let transaction = orm::transaction().isolation(level).retry(1_000);
                    let get = async || Entry::get_or_create(|e| e.name.eq(&name), Entry::create().name(&name)).await;
                    let (row, created) = transaction.run(get).await?;
                    assert_eq!(row.name, name);
                    made += u64::from(created);
                }
                Ok::<_, Error>(made)
            });
            let made: u64 = done.await.into_iter().map(Result::unwrap).sum();
            let rows = Entry::filter(|e| e.name.starts_with(format!("{level:?}"))).using(&db).count().await.unwrap();
            assert_eq!((made, rows), (50, 50), "{level:?}");
        }
    }

    /// Two transactions that take two rows each, in opposite order.
    async fn deadlocks_are_run_again(outside: Outside) {
        let db = tables(&outside, 4).await;
        orm::scope(&db, async {
            add("0").await.unwrap();
            add("1").await.unwrap();
        })
        .await;
        let done = at_once(2, &db, |task| async move {
            let order = [task, 1 - task];
            let transaction = orm::transaction().retry(20);
            transaction
                .run(async || {
                    for row in order {
                        let row = Entry::filter(|e| e.name.eq(row.to_string()));
                        row.update(|e| e.amount.set(e.amount + 1)).await?;
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                    Ok(())
                })
                .await
        });
        assert!(done.await.iter().all(Result::is_ok));
        assert_eq!(Entry::all().values(|e| e.amount).using(&db).await.unwrap(), [2, 2]);
    }
}
