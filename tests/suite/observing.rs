//! What a subscriber of `tracing` sees.

mod recorder;

use orm::__private::run_together;
use orm::Db;
use orm::prelude::*;
use orm::sql::Dialect;
use tracing::level_filters::LevelFilter;

use crate::together::request;
use recorder::Recorder;

#[derive(Model, Debug, Clone)]
#[orm(table = "observed")]
struct Observed {
    id: i64,
    #[orm(unique)]
    name: String,
}

fn either(db: &Db, postgres: &'static str, sqlite: &'static str) -> &'static str {
    match db.dialect() {
        Dialect::Postgres => postgres,
        _ => sqlite,
    }
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn a_statement_is_a_span(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    Observed::create().name("hidden-value").await.unwrap();
    let span = spans.take().pop().unwrap();
    assert_eq!(span["otel.name"], "INSERT observed");
    assert_eq!(span["otel.kind"], "client");
    assert_eq!(span["db.system.name"], either(&db, "postgresql", "sqlite"));
    assert_eq!(span["db.operation.name"], "INSERT");
    assert_eq!(span["db.collection.name"], "observed");
    assert!(span["db.query.text"].starts_with("INSERT INTO"), "{span:?}");
    assert_eq!(span["db.response.returned_rows"], "1");
    assert!(!span.contains_key("error.type") && !span.contains_key("otel.status_code"), "{span:?}");
    assert!(!format!("{span:?}").contains("hidden-value"), "{span:?}");
    let is_served = db.dialect() == Dialect::Postgres;
    for field in ["server.address", "server.port", "db.namespace"] {
        assert_eq!(span.contains_key(field), is_served, "{field}: {span:?}");
    }
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn every_kind_of_query_is_seen() {
    let spans = Recorder::start(LevelFilter::DEBUG);
    let mut row = Observed::create().name("a").await.unwrap();
    row.update(|o| o.name.set("b")).await.unwrap();
    row.save().await.unwrap();
    Observed::all().await.unwrap();
    Observed::all().values(|o| o.name).await.unwrap();
    Observed::all().count().await.unwrap();
    Observed::all().update(|o| o.name.set("c")).await.unwrap();
    Observed::get(row.id).await.unwrap();
    row.delete().await.unwrap();
    let expected = ["INSERT", "UPDATE", "UPDATE", "SELECT", "SELECT", "SELECT", "UPDATE", "SELECT", "DELETE"];
    assert_eq!(spans.names(), expected.map(|operation| format!("{operation} observed")));
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn rows_and_batches_are_counted(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    let rows: Vec<_> = (0..5).map(|n| Observed::create().name(format!("n{n}"))).collect();
    assert_eq!(Observed::bulk_create(rows).await.unwrap().len(), 5);
    let span = spans.take().pop().unwrap();
    // PostgreSQL gives the keys of all rows back in one.
    assert_eq!(span["db.response.returned_rows"], either(&db, "1", "5"));
    // PostgreSQL takes the rows as arrays, in one run.
    assert_eq!(span.get("db.operation.batch.size").map_or("1", String::as_str), either(&db, "1", "5"));
    Observed::filter(|o| o.name.ne("n0")).await.unwrap();
    assert_eq!(spans.take()[0]["db.response.returned_rows"], "4");
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn transactions_are_seen(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    orm::atomic(async {
        Observed::create().name("a").await?;
        let inner = orm::atomic(async {
            Observed::create().name("b").await?;
            Err::<(), _>(orm::Error::custom("no"))
        });
        assert!(inner.await.is_err());
        orm::atomic(async { Observed::all().count().await }).await
    })
    .await
    .unwrap();
    db.begin().await.unwrap().rollback().await.unwrap();
    let names = spans.names();
    assert_eq!(
        names,
        [
            "BEGIN",
            "INSERT observed",
            "SAVEPOINT",
            "INSERT observed",
            "ROLLBACK TO SAVEPOINT",
            "SAVEPOINT",
            "SELECT observed",
            "RELEASE SAVEPOINT",
            "COMMIT",
            "BEGIN",
            "ROLLBACK",
        ]
    );
}

#[orm::test(sqlite, postgres, models())]
async fn statements_that_go_together_are_a_span_each(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    let requests = |sql: [&str; 2]| sql.map(|sql| request(sql, &[])).into();
    let outcomes = run_together(&db, requests(["SELECT 1", "SELECT 2 UNION SELECT 3"])).await.unwrap();
    assert_eq!(outcomes.len(), 2);
    let rows: Vec<_> = spans.take().iter().map(|span| span["db.response.returned_rows"].clone()).collect();
    assert_eq!(rows, ["1", "2"]);
    assert!(run_together(&db, requests(["SELECT 1", "SELECT 1 FROM nowhere"])).await.is_err());
    let errors: Vec<_> = spans.take().iter().map(|span| span.get("error.type").cloned()).collect();
    assert_eq!(errors, [None, Some("MissingTable".to_owned())]);
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn a_failure_is_named(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    Observed::create().name("a").await.unwrap();
    spans.take();
    let twice = orm::atomic(async { Observed::create().name("a").await });
    assert!(matches!(twice.await, Err(orm::Error::UniqueViolation { .. })));
    let failed = &spans.take()[1];
    assert_eq!(failed["error.type"], "UniqueViolation");
    assert_eq!(failed["otel.status_code"], "ERROR");
    assert_eq!(failed["db.response.status_code"], either(&db, "23505", "2067"));
    assert!(!failed.contains_key("db.response.returned_rows"), "{failed:?}");
}

#[orm::test(sqlite, postgres, models())]
async fn definitions_are_seen(db: Db) {
    let spans = Recorder::start(LevelFilter::DEBUG);
    db.create_tables_of(orm::models![Observed]).await.unwrap();
    let texts: Vec<_> = spans.take().into_iter().filter_map(|span| span.get("db.query.text").cloned()).collect();
    assert!(texts[0].starts_with("CREATE TABLE"), "{texts:?}");
}

#[orm::test(sqlite, postgres, models(Observed))]
async fn a_subscriber_that_wants_less_sees_nothing() {
    let spans = Recorder::start(LevelFilter::INFO);
    Observed::all().count().await.unwrap();
    assert!(spans.take().is_empty());
}
