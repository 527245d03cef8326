//! A statement that failed breaks its block, whoever looked at the failure.

use orm::Error;
use orm::prelude::*;

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
