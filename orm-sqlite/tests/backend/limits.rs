use std::sync::Arc;
use std::time::Duration;

use orm_core::Error;
use orm_core::database::{Backend, Failure, Options, TransactionOptions};
use orm_core::sql::Access;
use orm_core::value::{ReadResult, RowReader, Value};

use crate::support::{Checked, ask, exchange, memory, open, read, statement, told, write, write_in};

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

async fn impatient() -> Checked<Arc<dyn Backend>> {
    let mut options = Options::default();
    options.statement_timeout = Duration::from_millis(30);
    open("sqlite::memory:", options).await.map_err(told)
}

#[tokio::test]
async fn a_slow_statement_is_interrupted_and_the_next_one_is_not() -> Checked {
    let db = impatient().await?;
    for _ in 0..3 {
        let slow = ask(&*db, ENDLESS).await;
        let limit = Duration::from_millis(30);
        assert!(matches!(slow, Err(Failure::Error(Error::Timeout { after })) if after == limit));
        assert_eq!(ask(&*db, "SELECT 1").await.map_err(told)?, Some(1));
    }
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_was_interrupted_goes_no_further() -> Checked {
    let db = impatient().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    let endless = format!("INSERT INTO t {}", ENDLESS.replace("count(*)", "i"));
    let slow = write_in(&mut *session, &endless).await;
    assert!(matches!(slow, Err(Failure::Error(Error::Timeout { .. }))));
    // SQLite has rolled back by itself here, so this would be written on its own.
    assert!(session.script("ROLLBACK TO SAVEPOINT gone").await.is_err());
    assert!(write_in(&mut *session, "INSERT INTO t VALUES (1)").await.is_err());
    assert!(session.commit().await.is_err());
    drop(session);
    assert_eq!(ask(&*db, "SELECT count(*) FROM t").await.map_err(told)?, Some(0));
    Ok(())
}

fn panicking(_: &mut dyn RowReader) -> ReadResult<()> {
    std::panic::resume_unwind(Box::new("boom"))
}

#[tokio::test]
async fn a_panic_reaches_the_caller_and_nobody_else() -> Checked {
    let db = memory().await?;
    let asked = Arc::clone(&db);
    let task = tokio::spawn(async move { read(&*asked, "SELECT 1", vec![], panicking).await.is_ok() });
    assert!(task.await.is_err_and(|error| error.is_panic()));
    assert_eq!(ask(&*db, "SELECT 1").await.map_err(told)?, Some(1));
    Ok(())
}

#[tokio::test]
async fn a_panic_in_a_transaction_rolls_back() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    let task = tokio::spawn(async move {
        session.begin(TransactionOptions::default()).await.is_ok()
            && session
                .run(
                    statement("INSERT INTO t VALUES (1) RETURNING 1", Access::Write),
                    exchange(vec![vec![]], panicking),
                )
                .await
                .is_ok()
    });
    assert!(task.await.is_err_and(|error| error.is_panic()));
    assert_eq!(ask(&*db, "SELECT count(*) FROM t").await.map_err(told)?, Some(0));
    Ok(())
}

#[tokio::test]
async fn too_many_parameters() -> Checked {
    let db = memory().await?;
    let result = write(&*db, "SELECT 1", vec![Value::BigInt(1); 32_767]).await;
    assert!(matches!(result, Err(Failure::Error(Error::QueryTooLarge { .. }))));
    let missing = write(&*db, "SELECT ?1", vec![]).await;
    assert!(matches!(missing, Err(Failure::Error(Error::Database { .. }))));
    Ok(())
}

#[tokio::test]
async fn a_small_cache_of_statements_is_enough() -> Checked {
    let mut options = Options::default();
    options.statement_cache = 1;
    let db = open("sqlite::memory:", options).await.map_err(told)?;
    for number in [1, 2, 1, 3] {
        assert_eq!(ask(&*db, &format!("SELECT {number}")).await.map_err(told)?, Some(number));
    }
    Ok(())
}
