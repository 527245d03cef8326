//! How a transaction begins on PostgreSQL: with its first statement, and never so that this could be on its own.

use orm::prelude::*;
use orm::{Db, Error};

use super::{Entry, add, names, no};
use crate::outside::Outside;
use crate::polls::dropped_after;
use crate::wire::Wire;

/// A database of one connection over a wire that is watched, and what is done on it as the default.
async fn on_a_wire(outside: &Outside, test: impl AsyncFnOnce(&Db, &Wire)) {
    let wire = Wire::to(outside);
    let db = Db::builder().pool_size(1).connect(wire.url()).await.unwrap();
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    orm::scope(&db, test(&db, &wire)).await;
}

async fn count() -> orm::Result<u64> {
    Entry::all().count().await
}

#[tokio::test]
async fn it_is_sent_with_what_comes_first() {
    on_a_wire(&Outside::postgres(), async |db, wire| {
        for round in 0..3 {
            wire.round_trips();
            orm::atomic(async { count().await }).await.unwrap();
            // Preparing the read goes with BEGIN.
            assert_eq!(wire.round_trips(), if round == 0 { 3 } else { 2 }, "a read");
            orm::atomic(async { Ok(()) }).await.unwrap();
            drop(db.begin().await.unwrap());
            db.begin().await.unwrap().rollback().await.unwrap();
            assert_eq!(wire.round_trips(), 0, "nothing");
            orm::atomic(async { add(&format!("one {round}")).await }).await.unwrap();
            assert_eq!(wire.round_trips(), 3, "a write");
            orm::atomic(async { orm::atomic(async { count().await }).await }).await.unwrap();
            assert_eq!(wire.round_trips(), 4, "a savepoint");
            let tx = db.begin().await.unwrap();
            Entry::all().using(&tx).count().await.unwrap();
            tx.rollback().await.unwrap();
            assert_eq!(wire.round_trips(), 2, "a handle");
        }
    })
    .await;
}

/// The first statement of a block.
#[derive(Debug, Clone, Copy)]
enum First {
    Read,
    NewRead,
    Write,
    NewWrite,
    Many,
    Nested,
    Together,
    Script,
}

const FIRST: [First; 8] = {
    use First::*;
    [Read, NewRead, Write, NewWrite, Many, Nested, Together, Script]
};

async fn first(first: First, number: usize) -> orm::Result<()> {
    let name = format!("first {number}");
    match first {
        First::Read => count().await.map(drop),
        First::NewRead => orm::raw::<(i64,)>(format!("SELECT {number}::bigint"), ()).await.map(drop),
        First::Write => add(&name).await.map(drop),
        First::NewWrite => {
            orm::execute(format!("INSERT INTO tx_entry (name, amount) VALUES ($1, {number})"), (name,)).await.map(drop)
        }
        First::Many => Entry::bulk_create([Entry::create().name(name)]).await.map(drop),
        First::Nested => orm::atomic(async { add(&name).await }).await.map(drop),
        First::Together => {
            let reads = ["SELECT 1", "SELECT 2"].map(|sql| crate::together::request(sql, &[]));
            orm::__private::run_together(&orm::default_db()?, reads.into()).await.map(drop)
        }
        First::Script => orm::default_db()?.create_tables_of(orm::models![Entry]).await,
    }
}

#[tokio::test]
async fn refused_it_takes_everything_along() {
    on_a_wire(&Outside::postgres(), async |_, wire| {
        for (number, kind) in FIRST.into_iter().enumerate() {
            // What it sends is known to the connection then.
            let sound = orm::atomic(async {
                first(kind, number).await?;
                Err::<(), _>(no())
            });
            assert_eq!(sound.await.unwrap_err().to_string(), "no");
            assert!(names().await.is_empty(), "{kind:?}");
            wire.refuse_begin(1);
            let block = orm::atomic(async {
                let refused = first(kind, number).await;
                assert!(
                    matches!(&refused, Err(Error::Database { code, .. }) if code == "42601"),
                    "{kind:?}: {refused:?}"
                );
                // The failure is not looked at any further: but what comes next is not on its own.
                let next = add(&format!("next {number}")).await;
                assert!(matches!(next, Err(Error::TransactionAborted)), "{kind:?}: {next:?}");
                assert!(orm::atomic(async { count().await }).await.is_err());
                Ok(())
            });
            let block = block.await;
            assert!(matches!(block, Err(Error::TransactionAborted)), "{kind:?}: {block:?}");
            assert!(names().await.is_empty(), "{kind:?}");
        }
    })
    .await;
}

/// The first statement is dropped at each of its awaits, with BEGIN refused or not, and the block goes on.
#[tokio::test]
async fn dropped_and_refused_it_is_all_or_nothing() {
    on_a_wire(&Outside::postgres(), async |_, wire| {
        let (mut kept, mut undone) = (0, 0);
        for kind in FIRST {
            for number in 0..24 {
                let (polls, refused) = (number / 3 + 1, number % 3);
                wire.refuse_begin(refused);
                let block = orm::atomic(async {
                    let before = dropped_after(polls, first(kind, 1_000 + number)).await;
                    assert!(before.is_none_or(|done| done.is_ok() || refused > 0));
                    add("a").await?;
                    add("b").await
                });
                let done = block.await;
                wire.refuse_begin(0);
                let names: Vec<_> = names().await.into_iter().filter(|name| !name.starts_with("first")).collect();
                match &done {
                    Ok(_) => assert_eq!(names, ["a", "b"], "{kind:?} after {polls}, {refused} refused"),
                    Err(error) => assert_eq!(names, [""; 0], "{kind:?} after {polls}, {refused} refused: {error:?}"),
                }
                if refused == 0 {
                    assert!(done.is_ok(), "{kind:?} after {polls}: {done:?}");
                }
                kept += usize::from(done.is_ok());
                undone += usize::from(done.is_err());
                // Of what a block did, everything is gone or nothing.
                let first = Entry::filter(|e| e.name.starts_with("first")).delete().await.unwrap();
                assert!(first <= u64::from(done.is_ok()), "{kind:?} after {polls}, {refused} refused");
                Entry::all().delete().everything().await.unwrap();
            }
        }
        assert!(kept > 50 && undone > 20, "{kept} {undone}");
    })
    .await;
}

#[tokio::test]
async fn a_first_statement_that_fails_unseen_breaks_the_block() {
    on_a_wire(&Outside::postgres(), async |_, _| {
        add("ann").await.unwrap();
        for polls in 1..6 {
            let block = orm::atomic(async {
                let unseen =
                    dropped_after(polls, orm::raw::<(i64,)>(format!("SELECT 1 / (1 - {polls}::bigint / {polls})"), ()));
                if unseen.await.is_some() {
                    return Err(Error::TransactionAborted);
                }
                Ok(())
            });
            let block = block.await;
            // Dropped while it was being prepared, it was not run.
            assert!(matches!(block, Ok(()) | Err(Error::TransactionAborted)), "{block:?}");
            let block = orm::atomic(async {
                let _ = dropped_after(polls, orm::atomic(async { add("ann").await })).await;
                add(&format!("{polls}")).await
            });
            block.await.unwrap();
        }
        assert_eq!(names().await, ["1", "2", "3", "4", "5", "ann"]);
    })
    .await;
}
