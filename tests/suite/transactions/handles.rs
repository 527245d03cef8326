//! Transactions by handle, and taken along to other tasks.

use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::{Db, Error};

use super::{Entry, add, names, names_in, no};

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_handle_commits_and_rolls_back(db: Db) {
    let tx = db.begin().await.unwrap();
    Entry::create().name("ann").using(&tx).await.unwrap();
    assert_eq!(names_in(&tx).await, ["ann"]);
    tx.commit().await.unwrap();
    let tx = db.begin().await.unwrap();
    Entry::all().using(&tx).delete().everything().await.unwrap();
    tx.rollback().await.unwrap();
    drop(db.begin().await.unwrap());
    let tx = orm::begin().await.unwrap();
    Entry::all().using(&tx).delete().everything().await.unwrap();
    drop(tx);
    assert_eq!(names().await, ["ann"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_handle_has_savepoints(db: Db) {
    let tx = db.begin().await.unwrap();
    let inner = tx.begin().await.unwrap();
    let innermost = inner.begin().await.unwrap();
    Entry::create().name("innermost").using(&innermost).await.unwrap();
    innermost.commit().await.unwrap();
    Entry::create().name("inner").using(&inner).await.unwrap();
    inner.rollback().await.unwrap();
    Entry::create().name("outer").using(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names().await, ["outer"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn dropped_in_any_order_all_is_undone(db: Db) {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let tx = db.begin().await.unwrap();
        let inner = tx.begin().await.unwrap();
        let innermost = inner.begin().await.unwrap();
        Entry::create().name("ann").using(&innermost).await.unwrap();
        let mut handles = [Some(tx), Some(inner), Some(innermost)];
        for place in order {
            handles[place] = None;
        }
        assert!(names().await.is_empty(), "{order:?}");
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn the_transaction_goes_on_after_nested_ones_were_dropped(db: Db) {
    for inner_first in [true, false] {
        let tx = db.begin().await.unwrap();
        Entry::create().name(format!("kept {inner_first}")).using(&tx).await.unwrap();
        let inner = tx.begin().await.unwrap();
        Entry::create().name("undone").using(&inner).await.unwrap();
        let innermost = inner.begin().await.unwrap();
        Entry::create().name("undone, too").using(&innermost).await.unwrap();
        if inner_first {
            drop(inner);
            drop(innermost);
        } else {
            drop(innermost);
            drop(inner);
        }
        tx.commit().await.unwrap();
    }
    assert_eq!(names().await, ["kept false", "kept true"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn an_ended_transaction_says_so(db: Db) {
    let tx = db.begin().await.unwrap();
    let handle = Db::clone(&tx);
    tx.commit().await.unwrap();
    let ended = Entry::create().name("late").using(&handle).await;
    assert!(matches!(ended, Err(Error::TransactionEnded)));
    assert!(matches!(handle.begin().await, Err(Error::TransactionEnded)));
    let tx = db.begin().await.unwrap();
    let handle = Db::clone(&tx);
    drop(tx);
    assert!(matches!(Entry::all().using(&handle).await, Err(Error::TransactionEnded)));
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn another_task_takes_the_transaction_along(db: Db) {
    let block = orm::atomic(async {
        let handle = orm::default_db()?;
        let other = tokio::spawn(orm::scope(&handle, async {
            add("other task").await?;
            orm::atomic(async { add("its block").await }).await
        }));
        add("own task").await?;
        other.await.unwrap()?;
        assert_eq!(names().await, ["its block", "other task", "own task"]);
        Err::<(), _>(no())
    });
    assert!(block.await.is_err());
    assert!(names().await.is_empty());
    let tx = db.begin().await.unwrap();
    let handle = Db::clone(&tx);
    tokio::spawn(async move { Entry::create().name("ann").using(&handle).await }).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(names().await, ["ann"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_database_named_in_a_block_is_the_transaction(db: Db) {
    let block = orm::atomic(async {
        Entry::create().name("named").using(&db).await?;
        db.atomic(async { add("nested").await }).await?;
        orm::scope(&db, add("scoped")).await?;
        assert_eq!(names().await.len(), 3);
        Err::<(), _>(no())
    });
    assert!(block.await.is_err());
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_handle_used_in_a_block_in_it_is_that_block(db: Db) {
    let tx = db.begin().await.unwrap();
    let block = tx.atomic(async {
        Entry::create().name("named").using(&tx).await?;
        Err::<(), _>(no())
    });
    assert!(block.await.is_err());
    tx.commit().await.unwrap();
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn two_databases_have_a_transaction_each(db: Db) {
    let archive = Db::builder().connect("sqlite::memory:").await.unwrap();
    archive.create_tables_of(orm::models![Entry]).await.unwrap();
    let block = orm::atomic(async {
        add("here").await?;
        archive
            .atomic(async {
                add("there").await?;
                // Named, it is still the transaction that is open on it.
                Entry::create().name("here, too").using(&db).await?;
                Ok(())
            })
            .await?;
        Err::<(), _>(no())
    });
    assert!(block.await.is_err());
    assert_eq!((names().await.len(), names_in(&archive).await.len()), (0, 1));
}

const WAIT: Duration = Duration::from_millis(50);

/// What would wait for itself does not do so for ever.
#[orm::test(sqlite, postgres, models(Entry), builder = Db::builder().pool_size(1).acquire_timeout(WAIT))]
async fn what_cannot_go_on_ends(db: Db) {
    let start = Instant::now();
    let tx = db.begin().await.unwrap();
    let inner = tx.begin().await.unwrap();
    let busy = Entry::create().name("ann").using(&tx).await;
    assert!(matches!(busy, Err(Error::TransactionBusy { waited: WAIT })));
    assert!(matches!(tx.commit().await, Err(Error::TransactionBusy { .. })));
    // That commit was the end of the outer one.
    assert!(matches!(inner.commit().await, Ok(()) | Err(Error::TransactionEnded)));
    let handle = db.clone();
    let waits = db.atomic(async move {
        let spawned = tokio::spawn(async move { Entry::all().using(&handle).delete().everything().await });
        spawned.await.unwrap()?;
        Ok(())
    });
    assert!(matches!(waits.await, Err(Error::PoolTimeout { .. })));
    assert!(names_in(&db).await.is_empty());
    assert!(start.elapsed() < Duration::from_secs(5));
}
