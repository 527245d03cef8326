//! What a transaction can be, beside plain: isolated, read-only, deferrable, durable.

use orm::prelude::*;
use orm::sql::Dialect;
use orm::{Db, Error, Isolation};

use super::{Entry, Runs, add, names, no};
use crate::outside::{Outside, on_both_outside};
use crate::polls::dropped_after;
use crate::wire::Wire;

const LEVELS: [Isolation; 3] = [Isolation::ReadCommitted, Isolation::RepeatableRead, Isolation::Serializable];

async fn setting(name: &str) -> String {
    let rows: Vec<String> = orm::raw(format!("SELECT current_setting('{name}')"), ()).await.unwrap();
    rows.into_iter().next().unwrap()
}

#[orm::test(postgres, models(Entry))]
async fn the_server_is_told() {
    for (level, name) in LEVELS.into_iter().zip(["read committed", "repeatable read", "serializable"]) {
        let told = orm::transaction().isolation(level).run(async || Ok(setting("transaction_isolation").await)).await;
        assert_eq!(told.unwrap(), name);
    }
    let report = orm::transaction().isolation(Isolation::Serializable).read_only().deferrable();
    let told = report.run(async || {
        Ok((
            setting("transaction_isolation").await,
            setting("transaction_read_only").await,
            setting("transaction_deferrable").await,
        ))
    });
    assert_eq!(told.await.unwrap(), ("serializable".to_owned(), "on".to_owned(), "on".to_owned()));
    // The next transaction on the connection is plain again.
    let told =
        orm::atomic(async { Ok((setting("transaction_isolation").await, setting("transaction_read_only").await)) });
    assert_eq!(told.await.unwrap(), ("read committed".to_owned(), "off".to_owned()));
}

#[tokio::test]
async fn options_go_with_begin() {
    let outside = Outside::postgres();
    let wire = Wire::to(&outside);
    let db = Db::builder().pool_size(1).connect(wire.url()).await.unwrap();
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    let read = || {
        let transaction = db.transaction().isolation(Isolation::Serializable).read_only().deferrable();
        transaction.run(async || Entry::all().count().await)
    };
    read().await.unwrap();
    wire.round_trips();
    read().await.unwrap();
    assert_eq!(wire.round_trips(), 2, "BEGIN with the read, and COMMIT");
    db.transaction().isolation(Isolation::Serializable).read_only().run(async || Ok(())).await.unwrap();
    assert_eq!(wire.round_trips(), 0, "nothing");
}

/// The first statement is dropped at each of its awaits, after which nobody knows whether the transaction is open.
#[tokio::test]
async fn begin_that_is_sent_again_says_the_same() {
    let outside = Outside::postgres();
    let db = outside.connect_with(Db::builder().pool_size(1)).await;
    db.create_tables_of(orm::models![Entry]).await.unwrap();
    let report = db.transaction().isolation(Isolation::Serializable).read_only().deferrable();
    let mut dropped = 0;
    for polls in 0..8 {
        let block = report.clone().run(async || {
            let done = dropped_after(polls, Entry::all().count()).await;
            let settings = (setting("transaction_isolation").await, setting("transaction_read_only").await);
            Ok((done.is_none(), settings))
        });
        let (was_dropped, (isolation, read_only)) = block.await.unwrap();
        dropped += u32::from(was_dropped);
        assert_eq!((isolation.as_str(), read_only.as_str()), ("serializable", "on"), "after {polls}");
    }
    assert!(dropped > 1);
}

on_both_outside! {
    async fn repeatable_reads_see_one_state(outside: Outside) {
        let db = outside.connect().await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        orm::scope(&db, async {
            add("ann").await.unwrap();
            for level in [Isolation::RepeatableRead, Isolation::Serializable] {
                let seen = orm::transaction().isolation(level).read_only().run(async || {
                    let before = names().await;
                    // On another connection: outside of the transaction.
                    let level = format!("{level:?}");
                    tokio::spawn(orm::scope(&db, async move { add(&level).await })).await.unwrap()?;
                    Ok((before, names().await))
                });
                let (before, after) = seen.await.unwrap();
                assert_eq!(before, after, "{level:?}");
            }
            assert_eq!(names().await, ["RepeatableRead", "Serializable", "ann"]);
        })
        .await;
    }

    /// On SQLite, too, a transaction that reads does not keep anybody from writing.
    async fn readers_run_beside_the_writer(outside: Outside) {
        let db = outside.connect().await;
        db.create_tables_of(orm::models![Entry]).await.unwrap();
        let writing = db.begin().await.unwrap();
        Entry::create().name("ann").using(&writing).await.unwrap();
        let reading = db.transaction().read_only().begin().await.unwrap();
        assert_eq!(Entry::all().using(&reading).count().await.unwrap(), 0);
        let mut rows = Entry::all().using(&reading).stream();
        assert!(rows.try_next().await.unwrap().is_none());
        drop(rows);
        // What only the database understands, it refuses here as well.
        let refused = db.transaction().read_only().begin().await.unwrap();
        let raw = orm::execute("INSERT INTO tx_entry (name, amount) VALUES ('bob', 0)", ()).using(&refused).await;
        assert!(matches!(raw, Err(Error::ReadOnly)), "{raw:?}");
        assert!(matches!(refused.commit().await, Err(Error::TransactionAborted)));
        writing.commit().await.unwrap();
        reading.commit().await.unwrap();
        assert_eq!(Entry::all().using(&db).count().await.unwrap(), 1);
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_reader_does_not_write(db: Db) {
    let ann = add("ann").await.unwrap();
    let block = orm::transaction().read_only().run(async || {
        for refused in [
            add("bob").await.map(drop),
            Entry::bulk_create([Entry::create().name("bob")]).await.map(drop),
            Entry::all().update(|e| e.amount.set(1)).await.map(drop),
            Entry::all().delete().everything().await.map(drop),
            ann.clone().update(|e| e.amount.set(1)).await,
            ann.clone().save().await,
            Entry::all().select_for_update().await.map(drop),
            db.create_tables_of(orm::models![Entry]).await,
            Entry::get_or_create(|e| e.name.eq("bob"), Entry::create().name("bob")).await.map(drop),
            orm::atomic(async { add("bob").await.map(drop) }).await,
        ] {
            assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
        }
        // Nothing was sent, so nothing is broken.
        assert_eq!(Entry::get(ann.id).await?.amount, 0);
        assert_eq!(Entry::get_or_create(|e| e.name.eq("ann"), Entry::create().name("ann")).await?.0.id, ann.id);
        let raw: Vec<i64> = orm::raw("SELECT amount FROM tx_entry", ()).await?;
        assert_eq!(raw, [0]);
        Ok(())
    });
    block.await.unwrap();
    assert_eq!(Error::ReadOnly.to_string(), "nothing can be written: the transaction or the database is read-only");
    // What only the database understands, it refuses.
    let block = orm::transaction().read_only().run(async || {
        let refused = orm::execute("INSERT INTO tx_entry (name, amount) VALUES ('bob', 0)", ()).await;
        assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
        assert!(matches!(Entry::all().await, Err(Error::TransactionAborted)));
        Ok(())
    });
    assert!(matches!(block.await, Err(Error::TransactionAborted)));
    // The same connection writes again, however the transaction has ended.
    for number in 0..8 {
        let tx = orm::transaction().read_only().begin().await.unwrap();
        if number > 3 {
            Entry::all().using(&tx).await.unwrap();
        }
        match number % 4 {
            0 => tx.commit().await.unwrap(),
            1 => tx.rollback().await.unwrap(),
            2 => drop(tx),
            _ => {
                assert!(orm::raw::<(i64,)>("SELECT nothing", ()).using(&tx).await.is_err());
                assert!(matches!(tx.commit().await, Err(Error::TransactionAborted)));
            }
        }
        add(&format!("{number}")).await.unwrap();
    }
    assert_eq!(names().await.len(), 9);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_reader_streams() {
    Entry::bulk_create((0..1_500).map(|number| Entry::create().name(format!("{number}")))).await.unwrap();
    for is_read_to_its_end in [true, false] {
        let block = orm::transaction().read_only().run(async || {
            let mut rows = Entry::all().stream();
            let mut count = 0;
            while rows.try_next().await?.is_some() {
                count += 1;
                if !is_read_to_its_end {
                    break;
                }
                if count == 700 {
                    assert!(matches!(add("never").await, Err(Error::ReadOnly)));
                }
            }
            let refused = orm::atomic(async { orm::execute("DELETE FROM tx_entry", ()).await }).await;
            assert!(matches!(refused, Err(Error::ReadOnly)), "{refused:?}");
            Ok(count)
        });
        assert_eq!(block.await.unwrap(), if is_read_to_its_end { 1_500 } else { 1 });
    }
    assert_eq!(Entry::all().delete().everything().await.unwrap(), 1_500);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn deferrable_needs_the_others() {
    let bad = [
        orm::transaction().deferrable(),
        orm::transaction().deferrable().read_only(),
        orm::transaction().deferrable().isolation(Isolation::Serializable),
        orm::transaction().deferrable().read_only().isolation(Isolation::RepeatableRead),
    ];
    for transaction in bad {
        let error = transaction.run(async || Err::<(), _>(no())).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "a deferrable transaction is a serializable one that only reads: \
             say .isolation(Isolation::Serializable).read_only(), too, or leave out .deferrable()"
        );
        assert!(matches!(error, Error::Unsupported { .. }));
    }
    let report = orm::transaction().isolation(Isolation::Serializable).read_only().deferrable();
    assert_eq!(report.run(async || Entry::all().count().await).await.unwrap(), 0);
}

/// Everything that is about a transaction as a whole, by its name.
fn of_a_whole() -> Vec<(&'static str, orm::Transaction)> {
    let new = orm::transaction;
    let seconds = std::time::Duration::from_secs(5);
    vec![
        ("durable", new().durable()),
        ("retry", new().retry(1)),
        ("timeout", new().timeout(seconds)),
        ("isolation", new().isolation(Isolation::RepeatableRead)),
        ("isolation", new().isolation(Isolation::Serializable)),
        ("read_only", new().read_only()),
        ("isolation", new().isolation(Isolation::Serializable).read_only().deferrable()),
    ]
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn inside_of_another_it_is_a_savepoint(db: Db) {
    let outer = orm::atomic(async {
        for (option, inner) in of_a_whole() {
            for inner in [inner.clone(), inner.using(&db)] {
                let refused = inner.run(async || add("never").await).await.unwrap_err();
                assert!(matches!(refused, Error::NotOutermost { option: found } if found == option), "{refused:?}");
                assert_eq!(
                    refused.to_string(),
                    format!(
                        "a transaction inside of another one is a savepoint, which cannot have .{option}(): \
                         say it where the outermost one begins, or leave it out"
                    )
                );
            }
        }
        let twice = orm::atomic(async { orm::transaction().durable().begin().await.map(drop) }).await;
        assert!(matches!(twice, Err(Error::NotOutermost { option: "durable" })));
        // What every transaction is.
        let plain = orm::transaction().isolation(Isolation::ReadCommitted).retry(0);
        plain.run(async || add("ann").await).await?;
        orm::transaction().run(async || add("bob").await).await
    });
    outer.await.unwrap();
    assert_eq!(names().await, ["ann", "bob"]);
    // Another database has a transaction of its own.
    let archive = Db::builder().connect("sqlite::memory:").await.unwrap();
    archive.create_tables_of(orm::models![Entry]).await.unwrap();
    orm::atomic(async { archive.transaction().durable().run(async || add("ann").await).await }).await.unwrap();
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn inside_of_another_that_is_so_already_it_may_be_said() {
    let outer = orm::transaction().isolation(Isolation::Serializable).read_only().deferrable();
    let inner = outer.clone();
    outer
        .run(async || {
            inner.clone().run(async || Ok(())).await?;
            orm::transaction().isolation(Isolation::RepeatableRead).run(async || Entry::all().count().await).await?;
            orm::transaction().read_only().run(async || Entry::all().count().await).await
        })
        .await
        .unwrap();
    let outer = orm::transaction().isolation(Isolation::RepeatableRead);
    let refused = outer.run(async || orm::transaction().isolation(Isolation::Serializable).run(async || Ok(())).await);
    assert!(matches!(refused.await, Err(Error::NotOutermost { option: "isolation" })));
}

/// A transaction of a test is none to what runs in it.
#[orm::test(sqlite, models(Entry), transaction)]
async fn in_a_test_that_rolls_back_everything_is_outermost(db: Db) {
    assert_eq!(db.dialect(), Dialect::Sqlite);
    add("ann").await.unwrap();
    for (option, transaction) in of_a_whole() {
        assert_eq!(transaction.clone().run(async || Entry::all().count().await).await.unwrap(), 1, "{option}");
        let inner = transaction.run(async || orm::transaction().durable().run(async || Ok(())).await).await;
        assert!(matches!(inner, Err(Error::NotOutermost { option: "durable" })), "{option}: {inner:?}");
    }
    let writes = orm::transaction().read_only().run(async || add("bob").await).await;
    assert!(matches!(writes, Err(Error::ReadOnly)));
    let runs = Runs::default();
    let again = orm::transaction().retry(2).run(async || {
        add("bob").await?;
        if runs.next() < 3 { Err(Error::Serialization) } else { Ok(()) }
    });
    again.await.unwrap();
    assert_eq!(names().await, ["ann", "bob"]);
    let slow = orm::transaction().timeout(std::time::Duration::from_millis(20)).run(async || {
        add("carl").await?;
        std::future::pending::<orm::Result<()>>().await
    });
    assert!(matches!(slow.await, Err(Error::TransactionTimeout { .. })));
    assert_eq!(names().await, ["ann", "bob"]);
}

/// What the closures may borrow, and where their futures may go.
#[orm::test(sqlite, postgres, models(Entry))]
async fn a_block_borrows_and_moves_between_threads(db: Db) {
    let name = "ann".to_owned();
    orm::transaction().run(async || add(&name).await).await.unwrap();
    orm::transaction().run(|| async { add("bob").await }).await.unwrap();
    orm::transaction().run(|| add("carl")).await.unwrap();
    let spawned = tokio::spawn(async move {
        let (mut count, name) = (0, "dora".to_owned());
        let name = &name;
        db.transaction()
            .isolation(Isolation::Serializable)
            .retry(3)
            .timeout(std::time::Duration::from_secs(20))
            .run(|| {
                count += 1;
                async move {
                    let mut row = add(name).await?;
                    row.update(|e| e.amount.set(e.amount + 1)).await?;
                    Ok(row.amount)
                }
            })
            .await
            .map(|amount| (amount, count))
    });
    assert_eq!(spawned.await.unwrap().unwrap(), (1, 1));
}
