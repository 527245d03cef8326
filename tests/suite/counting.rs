//! `assert_queries` and `count_queries`.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use orm::Db;
use orm::prelude::*;
use orm::testing::{assert_queries, count_queries};

#[derive(Model, Debug, Clone)]
#[orm(table = "counted")]
struct Counted {
    id: i64,
    #[orm(unique)]
    name: String,
}

async fn add(name: &str) -> orm::Result<Counted> {
    Counted::create().name(name).await
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn statements_are_counted_and_begin_and_commit_are_not() {
    let (output, queries) = count_queries(async {
        add("before").await?;
        orm::atomic(async {
            add("in a block").await?;
            orm::atomic(async { add("in a savepoint").await }).await?;
            assert!(orm::atomic(async { add("before").await }).await.is_err());
            Counted::all().count().await
        })
        .await
    })
    .await;
    assert_eq!(output.unwrap(), 3);
    let operations: Vec<_> = queries.iter().map(|sql| sql.split(' ').next().unwrap()).collect();
    assert_eq!(operations, ["INSERT", "INSERT", "INSERT", "INSERT", "SELECT"]);
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn what_is_sent_by_a_handle_is_counted(db: Db) {
    assert_queries(3, async {
        let tx = db.begin().await.unwrap();
        Counted::create().name("ann").using(&tx).await.unwrap();
        Counted::all().using(&tx).count().await.unwrap();
        tx.rollback().await.unwrap();
        Counted::all().using(&db).count().await.unwrap();
    })
    .await;
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn parts_of_a_part_count_for_both() {
    assert_queries(4, async {
        add("a").await.unwrap();
        let found = assert_queries(2, async {
            add("b").await.unwrap();
            Counted::all().await.unwrap()
        });
        assert_eq!(found.await.len(), 2);
        assert_queries(0, async {}).await;
        Counted::all().count().await.unwrap();
    })
    .await;
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn parts_beside_each_other_count_for_themselves() {
    let one = assert_queries(1, async { add("a").await.unwrap() });
    let two = assert_queries(2, async {
        add("b").await.unwrap();
        add("c").await.unwrap();
    });
    tokio::join!(one, two);
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn spawned_tasks_do_not_count(db: Db) {
    assert_queries(1, async {
        orm::atomic(async {
            orm::on_commit(async { drop(add("later").await) });
            add("now").await
        })
        .await
        .unwrap();
        tokio::spawn(orm::scope(&db, async { add("elsewhere").await })).await.unwrap().unwrap();
    })
    .await;
    assert_eq!(Counted::all().count().await.unwrap(), 3);
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn many_rows_at_once_are_one_query() {
    let rows = (0..10).map(|n| Counted::create().name(n.to_string())).collect::<Vec<_>>();
    assert_queries(1, async { Counted::bulk_create(rows).await.unwrap() }).await;
}

#[orm::test(sqlite, postgres, models(Counted))]
async fn the_panic_lists_the_queries() {
    let wrong = assert_queries(1, async {
        Counted::all().count().await.unwrap();
        Counted::all().exists().await.unwrap();
    });
    let panic = AssertUnwindSafe(wrong).catch_unwind().await.unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    let lines: Vec<_> = message.lines().collect();
    assert_eq!(lines[0], "expected 1 query, and there were 2");
    assert!(lines[1].starts_with("   1. SELECT count(*)"), "{message}");
    assert!(lines[2].starts_with("   2. SELECT EXISTS"), "{message}");
    assert_eq!(lines.len(), 3);
}
