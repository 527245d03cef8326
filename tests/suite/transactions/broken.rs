//! A statement that failed breaks its block, whoever looked at the failure.

use orm::prelude::*;
use orm::{Db, Error};

use super::{Entry, add, names};

#[derive(Model, Debug)]
#[orm(table = "tx_link")]
struct Link {
    id: i64,
    first: ForeignKey<Entry>,
    second: ForeignKey<Entry>,
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_swallowed_error_is_no_success() {
    let block = orm::atomic(async {
        add("ann").await?;
        assert!(matches!(add("ann").await, Err(Error::UniqueViolation { .. })));
        Ok(())
    });
    assert!(matches!(block.await, Err(Error::TransactionAborted)));
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn nothing_more_is_done_in_a_broken_block() {
    let block = orm::atomic(async {
        add("ann").await?;
        let _ = add("ann").await;
        assert!(matches!(add("bob").await, Err(Error::TransactionAborted)));
        assert!(matches!(Entry::all().await, Err(Error::TransactionAborted)));
        let nested = orm::atomic(async { add("carl").await }).await;
        assert!(matches!(nested, Err(Error::TransactionAborted)));
        Ok(())
    });
    assert!(matches!(block.await, Err(Error::TransactionAborted)));
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_broken_nested_block_leaves_the_outer_sound() {
    orm::atomic(async {
        add("ann").await?;
        let swallowed = orm::atomic(async {
            add("bob").await?;
            let _ = add("ann").await;
            Ok(())
        });
        assert!(matches!(swallowed.await, Err(Error::TransactionAborted)));
        let told = orm::atomic(async { add("ann").await });
        assert!(matches!(told.await, Err(Error::UniqueViolation { .. })));
        add("carl").await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["ann", "carl"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn refused_before_it_was_sent_nothing_is_broken() {
    orm::atomic(async {
        assert!(matches!(add("\0").await, Err(Error::InvalidValue { field: "name", .. })));
        assert!(matches!(Entry::get(1).await, Err(Error::DoesNotExist { .. })));
        add("ann").await
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["ann"]);
}

#[orm::test(sqlite, postgres, models(Entry, Link))]
async fn a_foreign_key_that_failed_is_named() {
    let entry = add("ann").await.unwrap();
    let block = orm::atomic(async {
        let error = Link::create().first(entry.id).second(77).await.unwrap_err();
        assert!(matches!(&error, Error::ForeignKeyViolation { fields, .. } if fields == &["second"]), "{error:?}");
        // Having looked for it has not mended the block.
        assert!(matches!(add("bob").await, Err(Error::TransactionAborted)));
        Ok(())
    });
    assert!(matches!(block.await, Err(Error::TransactionAborted)));
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn an_abandoned_statement_that_failed_counts() {
    let block = orm::atomic(async {
        add("ann").await?;
        let _ = crate::polls::dropped_after(1, add("ann")).await;
        Ok(())
    });
    assert!(matches!(block.await, Err(Error::TransactionAborted)));
    assert!(names().await.is_empty());
}

/// Also of many rows at once: the good ones were not written before the bad one was looked at.
#[orm::test(sqlite, postgres, models(Entry))]
async fn refused_before_any_row_was_sent_nothing_is_broken() {
    orm::atomic(async {
        let many = ["bob", "\0"].map(|name| Entry::create().name(name));
        assert!(matches!(Entry::bulk_create(many).await, Err(Error::InvalidValue { field: "name", .. })));
        add("ann").await
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["ann"]);
}

#[orm::test(sqlite, postgres, models(Entry), builder = Db::builder().pool_size(1))]
async fn no_statement_begins_or_ends_a_transaction() {
    for sql in ["BEGIN", "commit", "-- now\n ROLLBACK", "START TRANSACTION", "SAVEPOINT a", "RELEASE a", "END"] {
        let error = orm::execute(sql, ()).await.unwrap_err();
        assert!(matches!(&error, Error::Unsupported { .. }), "{sql}: {error}");
        assert!(matches!(orm::raw::<i64>(sql, ()).await, Err(Error::Unsupported { .. })), "{sql}");
    }
    orm::atomic(async {
        add("ann").await?;
        assert!(orm::execute("ROLLBACK", ()).await.is_err());
        add("bob").await
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["ann", "bob"]);
    let error = orm::execute("BEGIN", ()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "BEGIN as a statement is about a connection that only this statement has, or breaks the transaction that it is in: use \
         orm::atomic, orm::transaction() or orm::begin()"
    );
}

#[orm::test(postgres, models(Entry), builder = Db::builder().pool_size(1))]
async fn a_setting_is_not_handed_on() {
    orm::execute("SET statement_timeout = '77s'", ()).await.unwrap();
    orm::atomic(async { orm::execute("SET statement_timeout = '78s'", ()).await }).await.unwrap();
    let found = orm::raw::<String>("SELECT current_setting('statement_timeout')", ()).await.unwrap();
    assert!(!["77s", "78s", "77000", "78000", "1min 17s", "1min 18s"].contains(&found[0].as_str()), "{found:?}");
}
