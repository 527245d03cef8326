//! What `atomic` keeps and what it undoes.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use orm::prelude::*;
use orm::{Db, Error};
use tokio::join;

use super::{Entry, add, names, no};

#[orm::test(sqlite, postgres, models(Entry))]
async fn ok_keeps() {
    let ann = orm::atomic(async {
        let ann = add("ann").await?;
        add("bob").await?;
        Ok(ann)
    })
    .await
    .unwrap();
    assert_eq!((ann.name.as_str(), names().await.len()), ("ann", 2));
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn err_undoes() {
    let error = orm::atomic(async {
        add("ann").await?;
        assert_eq!(names().await, ["ann"]);
        Err::<(), _>(no())
    })
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "no");
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_panic_undoes() {
    let block = orm::atomic(async {
        add("ann").await?;
        if names().await.len() == 1 {
            panic!("on purpose");
        }
        Ok(())
    });
    assert!(AssertUnwindSafe(block).catch_unwind().await.is_err());
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_nested_block_is_undone_alone() {
    orm::atomic(async {
        add("outer").await?;
        let inner = orm::atomic(async {
            add("inner").await?;
            Err::<(), _>(no())
        });
        assert!(inner.await.is_err());
        assert_eq!(names().await, ["outer"]);
        orm::atomic(async { add("second").await }).await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["outer", "second"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_nested_block_goes_with_the_one_around_it() {
    let block = orm::atomic(async {
        orm::atomic(async { add("inner").await }).await?;
        Err::<(), _>(no())
    });
    assert!(block.await.is_err());
    assert!(names().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn blocks_nest_deeply() {
    fn nested(depth: usize) -> std::pin::Pin<Box<dyn Future<Output = orm::Result<()>> + Send>> {
        Box::pin(orm::atomic(async move {
            add(&format!("{depth:03}")).await?;
            if depth < 100 {
                let inner = nested(depth + 1).await;
                assert_eq!(inner.is_err(), depth.is_multiple_of(2), "{inner:?}");
            }
            if depth % 2 == 1 { Err(no()) } else { Ok(()) }
        }))
    }
    nested(0).await.unwrap();
    assert_eq!(names().await, ["000"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_block_has_an_error_of_its_own() {
    #[derive(Debug)]
    enum Refused {
        Poor(i64),
        Other(#[allow(dead_code)] Error),
    }
    impl From<Error> for Refused {
        fn from(error: Error) -> Self {
            Self::Other(error)
        }
    }
    let mut ann = add("ann").await.unwrap();
    let refused = orm::try_atomic(async {
        ann.update(|e| e.amount.set(e.amount - 10)).await?;
        if ann.amount < 0 { Err(Refused::Poor(ann.amount)) } else { Ok(()) }
    });
    assert!(matches!(refused.await, Err(Refused::Poor(-10))));
    ann.refresh().await.unwrap();
    assert_eq!(ann.amount, 0);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn blocks_side_by_side_take_turns() {
    orm::atomic(async {
        let kept = orm::atomic(async {
            add("kept 1").await?;
            tokio::task::yield_now().await;
            add("kept 2").await
        });
        let undone = orm::atomic(async {
            add("undone 1").await?;
            tokio::task::yield_now().await;
            add("undone 2").await?;
            Err::<(), _>(no())
        });
        let (kept, undone, beside) = join!(kept, undone, add("beside"));
        assert!((kept.is_ok(), undone.is_err(), beside.is_ok()) == (true, true, true));
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["beside", "kept 1", "kept 2"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn every_kind_of_query_is_part_of_it() {
    let mut old = Entry::create().name("old").amount(1).await.unwrap();
    let block = orm::atomic(async {
        Entry::bulk_create((0..5).map(|n| Entry::create().name(format!("bulk {n}")))).await?;
        old.amount = 2;
        old.save().await?;
        old.update(|e| e.amount.set(e.amount + 1)).await?;
        assert_eq!(Entry::get(old.id).await?.amount, 3);
        Entry::filter(|e| e.name.starts_with("bulk")).update(|e| e.amount.set(7)).await?;
        assert_eq!(Entry::filter(|e| e.amount.eq(7)).count().await?, 5);
        assert!(Entry::filter(|e| e.name.eq("bulk 0")).exists().await?);
        Entry::filter(|e| e.name.eq("bulk 0")).delete().await?;
        old.clone().delete().await?;
        Err::<(), _>(no())
    });
    assert_eq!(block.await.unwrap_err().to_string(), "no");
    let rows = Entry::all().await.unwrap();
    assert_eq!((rows.len(), rows[0].amount), (1, 1));
}

#[orm::test(sqlite, postgres, models())]
async fn tables_are_made_in_it(db: Db) {
    let block = orm::atomic(async {
        db.create_tables_of(orm::models![Entry]).await?;
        add("ann").await?;
        Err::<(), _>(no())
    });
    assert_eq!(block.await.unwrap_err().to_string(), "no");
    assert!(matches!(Entry::all().await, Err(Error::MissingTable { .. })));
    db.create_tables_of(orm::models![Entry]).await.unwrap();
}

#[orm::test(sqlite, postgres, models())]
async fn an_empty_block_is_fine() {
    orm::atomic(async { Ok(()) }).await.unwrap();
    orm::atomic(async { orm::atomic(async { Ok(()) }).await }).await.unwrap();
}

#[tokio::test]
async fn without_a_database_it_says_so() {
    // Another test of this process may have set a default; none does.
    assert!(matches!(orm::atomic(async { Ok(()) }).await, Err(Error::NotConnected)));
}
