//! Blocks that run again: when, how often, and what is left of the runs before.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::{Db, Error, Isolation};

use super::{Entry, Runs, add, names, no};
use crate::outside::{Outside, on_both_outside};
use crate::polls::dropped_after;

#[orm::test(sqlite, postgres, models(Entry))]
async fn only_what_can_help_is_done_again() {
    let permanent = [
        || Error::custom("no"),
        || Error::TransactionAborted,
        || Error::CommitUnknown { source: "lost".into() },
        || Error::Timeout { after: Duration::ZERO },
        || Error::DoesNotExist { model: "Entry" },
    ];
    for error in permanent {
        for times in [0, 1, u32::MAX] {
            let (runs, start) = (Runs::default(), Instant::now());
            let block = orm::transaction().retry(times).run(async || {
                runs.next();
                add("ann").await?;
                Err::<(), _>(error())
            });
            assert_eq!(block.await.unwrap_err().to_string(), error().to_string());
            assert_eq!(runs.count(), 1);
            assert!(start.elapsed() < Duration::from_secs(1));
        }
    }
    let unique = orm::transaction().retry(u32::MAX).run(async || {
        add("ann").await?;
        add("ann").await
    });
    assert!(matches!(unique.await, Err(Error::UniqueViolation { .. })));
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn it_runs_so_often_and_not_more() {
    for times in [0, 1, 4] {
        let runs = Runs::default();
        let block = orm::transaction().retry(times).run(async || {
            runs.next();
            add("ann").await?;
            Err::<(), _>(Error::Deadlock)
        });
        assert!(matches!(block.await, Err(Error::Deadlock)));
        assert_eq!(runs.count(), times + 1);
        assert!(names().await.is_empty());
        let runs = Runs::default();
        let block = orm::transaction().retry(times).run(async || {
            let run = runs.next();
            add(&format!("{times}")).await?;
            if run <= times { Err(Error::LockNotAvailable) } else { Ok(run) }
        });
        assert_eq!(block.await.unwrap(), times + 1);
        assert_eq!(Entry::all().delete().everything().await.unwrap(), 1, "the runs before left nothing");
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn callbacks_belong_to_the_run_that_was_kept() {
    let (told, runs) = (Arc::new(AtomicUsize::new(0)), Runs::default());
    let block = orm::transaction().retry(5).run(async || {
        let run = runs.next();
        let told = Arc::clone(&told);
        orm::on_commit(async move {
            told.fetch_add(1, Ordering::SeqCst);
        });
        if run < 4 { Err(Error::Serialization) } else { Ok(()) }
    });
    block.await.unwrap();
    assert_eq!((runs.count(), told.load(Ordering::SeqCst)), (4, 1));
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn it_gives_up_where_the_time_is_over_first() {
    let (runs, start) = (Runs::default(), Instant::now());
    let limit = Duration::from_millis(300);
    let block = orm::transaction().retry(u32::MAX).timeout(limit).run(async || {
        runs.next();
        Err::<(), _>(Error::Serialization)
    });
    let error = block.await.unwrap_err();
    assert!(matches!(error, Error::Serialization | Error::TransactionTimeout { .. }), "{error:?}");
    assert!(runs.count() > 2 && start.elapsed() < limit * 2, "{} in {:?}", runs.count(), start.elapsed());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_panic_is_no_reason_to_run_again() {
    use futures_util::FutureExt;
    let runs = Runs::default();
    let block = orm::transaction().retry(5).run(async || {
        runs.next();
        add("ann").await?;
        if names().await.len() == 1 {
            panic!("on purpose");
        }
        Ok(())
    });
    assert!(std::panic::AssertUnwindSafe(block).catch_unwind().await.is_err());
    assert_eq!((runs.count(), names().await.len()), (1, 0));
}

/// Two rows, each of which is written by who has read the other: only the commit of one of them can tell.
async fn skewed(db: &Db) -> (orm::Tx, orm::Tx) {
    let begin = || db.transaction().isolation(Isolation::Serializable).begin();
    let (one, two) = (begin().await.unwrap(), begin().await.unwrap());
    for (tx, name) in [(&one, "a"), (&two, "b")] {
        Entry::all().using(tx).count().await.unwrap();
        Entry::create().name(name).using(tx).await.unwrap();
    }
    (one, two)
}

#[orm::test(postgres, models(Entry))]
async fn a_collision_may_show_at_the_commit(db: Db) {
    let (one, two) = skewed(&db).await;
    one.commit().await.unwrap();
    let error = two.commit().await.unwrap_err();
    assert!(matches!(error, Error::Serialization) && error.is_retryable(), "{error:?}");
    assert_eq!(names().await, ["a"]);

    // In a block, that runs again.
    let runs = Runs::default();
    let block = db.transaction().isolation(Isolation::Serializable).retry(3).run(async || {
        let run = runs.next();
        let seen = Entry::all().count().await?;
        add(&format!("run {run}")).await?;
        if run == 1 {
            let other = async move {
                let transaction = orm::transaction().isolation(Isolation::Serializable);
                transaction
                    .run(async || {
                        Entry::all().count().await?;
                        add("other").await
                    })
                    .await
            };
            tokio::spawn(orm::scope(&db, other)).await.unwrap()?;
        }
        Ok(seen)
    });
    assert_eq!(block.await.unwrap(), 2);
    assert_eq!((runs.count(), names().await), (2, vec!["a".to_owned(), "other".to_owned(), "run 2".to_owned()]));
}

#[derive(Debug)]
enum Refused {
    Poor,
    Other,
}

impl From<Error> for Refused {
    fn from(_: Error) -> Self {
        Self::Other
    }
}

/// The statement that collides; it needs a row that another transaction changes after this one has begun.
async fn collide(db: &Db) -> orm::Result<u64> {
    Entry::all().count().await?;
    let other = Entry::all().update(|e| e.amount.set(e.amount + 1));
    tokio::spawn(orm::scope(db, async move { other.await })).await.unwrap()?;
    Entry::all().update(|e| e.amount.set(e.amount + 10)).await
}

#[orm::test(postgres, models(Entry))]
async fn what_the_block_makes_of_a_collision_does_not_matter(db: Db) {
    add("ann").await.unwrap();
    let new = || db.transaction().isolation(Isolation::RepeatableRead).retry(3);
    // Another error.
    let runs = Runs::default();
    let block = new().try_run(async || {
        let run = runs.next();
        if run == 1 {
            collide(&db).await?;
        }
        if run == 2 { Err(Refused::Poor) } else { Ok(()) }
    });
    assert!(matches!(block.await, Err(Refused::Poor)));
    assert_eq!(runs.count(), 2, "the second run has failed by itself");
    // None.
    let runs = Runs::default();
    let block = new().run(async || {
        let run = runs.next();
        if run == 1 {
            let _ = collide(&db).await;
        }
        Ok(())
    });
    block.await.unwrap();
    assert_eq!(runs.count(), 2);
    // Undone: then it is no longer the block's.
    let runs = Runs::default();
    let block = new().run(async || {
        runs.next();
        let inner = orm::atomic(async { collide(&db).await.map(drop) }).await;
        assert!(matches!(inner, Err(Error::Serialization)), "{inner:?}");
        Err::<(), _>(no())
    });
    assert_eq!(block.await.unwrap_err().to_string(), "no");
    assert_eq!(runs.count(), 1);
}

/// The server is gone at the commit, when nobody can tell what became of it.
#[tokio::test]
async fn an_unknown_commit_is_not_run_again() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(2)).await;
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    // The commit itself ends the connection.
    outside.script(
        "CREATE FUNCTION tx_die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER tx_dies AFTER INSERT ON tx_entry DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION tx_die()",
    );
    let runs = Runs::default();
    let block = db.transaction().retry(u32::MAX).run(async || {
        runs.next();
        add("ann").await
    });
    let error = block.await.unwrap_err();
    assert!(matches!(error, Error::CommitUnknown { .. }), "{error:?}");
    assert_eq!(runs.count(), 1);
    // A connection that is lost before the commit is another matter: nothing can have been kept.
    outside.script("DROP TRIGGER tx_dies ON tx_entry");
    let block = db.transaction().retry(3).run(async || {
        let run = runs.next();
        add("bob").await?;
        if run == 2 {
            let _ = orm::execute("SELECT pg_terminate_backend(pg_backend_pid())", ()).await;
        }
        add("carl").await
    });
    block.await.unwrap();
    assert_eq!(runs.count(), 3);
    assert_eq!(outside.rows("SELECT name FROM tx_entry ORDER BY name"), ["bob", "carl"]);
}

on_both_outside! {
    async fn no_transaction_to_be_had_is_a_reason_to_try_again(outside: Outside) {
        let wait = Duration::from_millis(20);
        let db = outside.connect_with(Db::builder().pool_size(1).acquire_timeout(wait)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let held = db.begin().await.unwrap();
        Entry::create().name("held").using(&held).await.unwrap();
        let runs = Runs::default();
        let error = db.transaction().retry(2).run(async || {
            runs.next();
            add("never").await
        });
        assert!(matches!(error.await, Err(Error::PoolTimeout { .. })));
        let waiting = db.clone();
        let waits = tokio::spawn(async move { waiting.transaction().retry(1_000).run(async || add("ann").await).await });
        tokio::time::sleep(wait * 5).await;
        held.commit().await.unwrap();
        waits.await.unwrap().unwrap();
        assert_eq!(runs.count(), 0);
        assert_eq!(Entry::all().using(&db).count().await.unwrap(), 2);
    }

    /// A block that runs twice, dropped at each of its awaits, on a pool of one.
    async fn dropped_anywhere_it_is_all_or_nothing(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        orm::scope(&db, async {
            let (mut polls, mut whole) = (0, 0);
            for number in 0..400 {
                let runs = Runs::default();
                let transaction = orm::transaction().isolation(Isolation::Serializable).retry(3);
                let transaction = if number % 2 == 0 { transaction } else { transaction.timeout(Duration::from_secs(60)) };
                let block = transaction.run(async || {
                    let run = runs.next();
                    add(&format!("{number} a")).await?;
                    if run == 1 {
                        return Err(Error::Serialization);
                    }
                    orm::atomic(async { add(&format!("{number} b")).await }).await
                });
                let done = dropped_after(polls, block).await;
                polls = if done.is_some() { 0 } else { polls + 1 };
                whole += usize::from(done.is_some());
                assert!(done.is_none_or(|done| done.is_ok()));
                // The next one gets the same connection, and what it writes stays.
                add(&format!("next {number}")).await.unwrap();
                let mine = Entry::filter(|e| e.name.in_([format!("{number} a"), format!("{number} b")]));
                let there = mine.delete().await.unwrap();
                assert!(there == 0 || there == 2, "{number} after {polls}: {there}");
            }
            assert!(whole >= 8, "{whole}");
            assert_eq!(names().await.len(), 400);
        })
        .await;
    }
}
