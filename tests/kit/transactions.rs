//! Tests that share a database and roll back.

use orm::Db;
use orm::prelude::*;

use super::{Guest, shared_url, the_only_ann};

#[orm::test(sqlite, postgres, transaction, url = shared_url())]
async fn one() {
    the_only_ann().await;
}

#[orm::test(sqlite, postgres, transaction, url = shared_url())]
async fn another(db: Db) {
    the_only_ann().await;
    assert_eq!(Guest::all().using(&db).count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, transaction, url = shared_url())]
#[should_panic(expected = "on purpose")]
async fn one_that_panics() {
    the_only_ann().await;
    panic!("on purpose");
}

#[orm::test(transaction)]
async fn blocks_in_it_are_savepoints() -> orm::Result<()> {
    let failed = orm::atomic(async {
        Guest::create().name("ann").await?;
        Err::<(), _>(orm::Error::custom("no"))
    });
    assert!(failed.await.is_err());
    the_only_ann().await;
    Ok(())
}
