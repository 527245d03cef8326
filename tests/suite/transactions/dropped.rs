//! Futures that are dropped at each of their awaits: nothing half done, and no open transaction is handed on.

use std::future::IntoFuture;
use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::{Db, Error};

use super::{Entry, no};
use crate::outside::{Outside, on_both_outside};
use crate::polls::dropped_after;

/// A kind of transaction that writes two rows, or with the third, none.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Block,
    RolledBack,
    Nested,
    NestedRolledBack,
    Handle,
}

const KINDS: [Kind; 5] = [Kind::Block, Kind::RolledBack, Kind::Nested, Kind::NestedRolledBack, Kind::Handle];

async fn transaction(kind: Kind, number: usize) -> orm::Result<()> {
    let add = |part: &'static str| Entry::create().name(format!("{number} {part}"));
    match kind {
        Kind::Block => {
            orm::atomic(async {
                add("a").await?;
                add("b").await?;
                Ok(())
            })
            .await
        }
        Kind::RolledBack => {
            let undone = orm::atomic(async {
                add("a").await?;
                Err::<(), _>(no())
            });
            assert!(undone.await.is_err());
            Ok(())
        }
        Kind::Nested => {
            orm::atomic(async {
                add("a").await?;
                orm::atomic(async { add("b").await }).await?;
                Ok(())
            })
            .await
        }
        Kind::NestedRolledBack => {
            orm::atomic(async {
                add("a").await?;
                let undone = orm::atomic(async {
                    add("c").await?;
                    // A failed statement, which a rollback to the savepoint mends.
                    add("a").await?;
                    Ok(())
                });
                assert!(matches!(undone.await, Err(Error::UniqueViolation { .. })));
                add("b").await?;
                Ok(())
            })
            .await
        }
        Kind::Handle => {
            let tx = orm::begin().await?;
            add("a").using(&tx).await?;
            add("b").using(&tx).await?;
            tx.commit().await
        }
    }
}

/// What another connection sees: who is not in the transaction sees only what is committed.
fn seen_from_outside(outside: &Outside) -> Vec<String> {
    outside.rows("SELECT name FROM tx_entry ORDER BY name")
}

on_both_outside! {
    /// On a pool of one, 1,000 times for each kind of transaction and database: 10,000 in all.
    async fn no_open_transaction_is_handed_on(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let mut committed = 0;
        orm::scope(&db, async {
            for kind in KINDS {
                let (mut polls, mut whole) = (0, 0);
                for number in 0..1_000 {
                    let done = dropped_after(polls, transaction(kind, number)).await;
                    polls = if done.is_some() { 0 } else { polls + 1 };
                    whole += usize::from(done.is_some());
                    assert!(done.is_none_or(|done| done.is_ok()));
                    // The next one gets the same connection, and what it writes stays.
                    Entry::create().name(format!("{kind:?} {number}")).await.unwrap();
                }
                assert!(whole >= 10, "{kind:?} has too many awaits to be tried at each of them");
                let rows = seen_from_outside(&outside);
                let next = rows.iter().filter(|name| name.starts_with(&format!("{kind:?}"))).count();
                assert_eq!(next, 1_000, "{kind:?}");
                for number in 0..1_000 {
                    let parts = ["a", "b", "c"].map(|part| rows.contains(&format!("{number} {part}")));
                    match kind {
                        Kind::RolledBack => assert_eq!(parts, [false; 3], "{kind:?} {number}"),
                        _ => assert!(parts == [true, true, false] || parts == [false; 3], "{kind:?} {number}: {parts:?}"),
                    }
                    committed += usize::from(parts[0]);
                }
                Entry::all().delete().everything().await.unwrap();
            }
        })
        .await;
        assert!(committed >= 40, "{committed}");
    }

    async fn a_block_dropped_in_a_slow_statement_frees_its_connection(outside: Outside) {
        let limit = Duration::from_secs(30);
        let db = outside.connect_with(Db::builder().pool_size(1).acquire_timeout(limit)).await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let rows = (0..2_000).map(|number| Entry::create().name(format!("{number}")));
        orm::scope(&db, async {
            Entry::bulk_create(rows).await.unwrap();
            let block = orm::atomic(async {
                Entry::all().update(|e| e.amount.set(1)).await?;
                std::future::pending::<()>().await;
                Ok(())
            });
            assert!(tokio::time::timeout(Duration::from_millis(200), block).await.is_err());
            let start = Instant::now();
            assert_eq!(Entry::filter(|e| e.amount.eq(1)).count().await.unwrap(), 0);
            assert!(start.elapsed() < Duration::from_secs(2));
        })
        .await;
    }
}

/// Where a transaction is dropped, nothing can be awaited, and there may be no runtime that goes on.
#[test]
fn dropped_outside_of_a_runtime_it_is_not_handed_on_either() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for outside in [Outside::postgres(), Outside::sqlite()] {
        let db = runtime.block_on(outside.connect_with(Db::builder().pool_size(1)));
        runtime.block_on(db.create_tables_of(orm::models![Entry])).unwrap();
        let tx = runtime.block_on(db.begin()).unwrap();
        runtime.block_on(Entry::create().name("undone").using(&tx).into_future()).unwrap();
        drop(tx);
        runtime.block_on(Entry::create().name("kept").using(&db).into_future()).unwrap();
        assert_eq!(seen_from_outside(&outside), ["kept"]);
    }
}

/// The server ends the connection in the middle of a transaction.
#[tokio::test]
async fn a_killed_connection_is_an_error_and_nothing_is_kept() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(1)).await;
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    let others = "datname = current_database() AND pid <> pg_backend_pid()";
    let kill = || outside.script(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"));
    orm::scope(&db, async {
        let in_a_statement = orm::atomic(async {
            Entry::create().name("a").await?;
            kill();
            Entry::create().name("b").await?;
            Ok(())
        });
        let error = in_a_statement.await.unwrap_err();
        assert!(matches!(error, Error::Connection { .. }), "{error:?}");
        let swallowed = orm::atomic(async {
            Entry::create().name("a").await?;
            kill();
            let _ = Entry::create().name("b").await;
            Ok(())
        });
        assert!(swallowed.await.is_err());
        let at_commit = orm::atomic(async {
            Entry::create().name("a").await?;
            kill();
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        });
        let error = at_commit.await.unwrap_err();
        assert!(matches!(error, Error::CommitUnknown { .. } | Error::Connection { .. }), "{error:?}");
        assert_eq!(Entry::all().count().await.unwrap(), 0);
    })
    .await;
}
