use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use orm_core::Error;
use orm_core::database::{Backend, Failure, Options, TransactionOptions};
use orm_core::sql::Access;

use crate::support::{
    Checked, File, ask, exchange, memory, nothing, number, open, rows, statement, told, write, write_in,
};

async fn with_table() -> Checked<Arc<dyn Backend>> {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    Ok(db)
}

async fn count(db: &dyn Backend) -> Checked<Option<i64>> {
    ask(db, "SELECT count(*) FROM t").await.map_err(told)
}

#[tokio::test]
async fn commit_keeps_and_rollback_undoes() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (1)").await.map_err(told)?;
    session.commit().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (2)").await.map_err(told)?;
    session.rollback().await.map_err(told)?;
    drop(session);
    assert_eq!(count(&*db).await?, Some(1));
    Ok(())
}

#[tokio::test]
async fn dropped_inside_a_transaction_it_rolls_back() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (1)").await.map_err(told)?;
    drop(session);
    assert_eq!(count(&*db).await?, Some(0));
    Ok(())
}

#[tokio::test]
async fn dropped_while_a_statement_runs_it_rolls_back() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    {
        let mut insert =
            session.run(statement("INSERT INTO t VALUES (1)", Access::Write), exchange(vec![vec![]], nothing));
        let polled = insert.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending | Poll::Ready(Ok(_))));
    }
    drop(session);
    assert_eq!(count(&*db).await?, Some(0));
    Ok(())
}

#[tokio::test]
async fn a_dropped_statement_finishes_and_the_next_one_waits_for_it() -> Checked {
    let db = with_table().await?;
    let slow = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n";
    {
        let mut insert = db.run(statement(slow, Access::Write), exchange(vec![vec![]], nothing));
        let polled = insert.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    }
    assert_eq!(count(&*db).await?, Some(200_000));
    Ok(())
}

#[tokio::test]
async fn after_an_error_nothing_is_kept() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (1)").await.map_err(told)?;
    let twice = write_in(&mut *session, "INSERT INTO t VALUES (1)").await;
    assert!(matches!(twice, Err(Failure::Constraint(_))));
    let refused = write_in(&mut *session, "INSERT INTO t VALUES (2)").await;
    assert!(matches!(refused, Err(Failure::Error(Error::TransactionAborted))));
    let commit = session.commit().await;
    assert!(matches!(commit, Err(Failure::Error(Error::TransactionAborted))));
    // The session itself is as good as new.
    write_in(&mut *session, "INSERT INTO t VALUES (3)").await.map_err(told)?;
    drop(session);
    assert_eq!(count(&*db).await?, Some(1));
    Ok(())
}

#[tokio::test]
async fn rolling_back_to_a_savepoint_mends_it() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (1)").await.map_err(told)?;
    session.script("SAVEPOINT one").await.map_err(told)?;
    assert!(write_in(&mut *session, "INSERT INTO t VALUES (1)").await.is_err());
    assert!(session.script("SAVEPOINT two").await.is_err());
    session.script("ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one").await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (2)").await.map_err(told)?;
    session.commit().await.map_err(told)?;
    drop(session);
    assert_eq!(count(&*db).await?, Some(2));
    Ok(())
}

#[tokio::test]
async fn what_the_database_never_saw_does_not_spoil_it() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    let misread =
        session.run(statement("INSERT INTO t VALUES (1) RETURNING 'x'", Access::Write), exchange(vec![vec![]], number));
    assert!(matches!(misread.await, Err(Failure::Read { column: 0, .. })));
    session.commit().await.map_err(told)?;
    drop(session);
    assert_eq!(count(&*db).await?, Some(1));
    Ok(())
}

#[tokio::test]
async fn a_failed_commit_ends_the_transaction() -> Checked {
    let db = with_table().await?;
    let mut session = db.session().await.map_err(told)?;
    let child = "CREATE TABLE c (t_id INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)";
    session.script(child).await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO c VALUES (7)").await.map_err(told)?;
    assert!(matches!(session.commit().await, Err(Failure::Constraint(_))));
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    session.rollback().await.map_err(told)?;
    drop(session);
    assert_eq!(ask(&*db, "SELECT count(*) FROM c").await.map_err(told)?, Some(0));
    Ok(())
}

#[tokio::test]
async fn others_wait_for_the_writer_and_readers_do_not() -> Checked {
    let file = File::new();
    let mut options = Options::default();
    options.acquire_timeout = Duration::from_millis(50);
    let db = open(&file.url(), options).await.map_err(told)?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    write_in(&mut *session, "INSERT INTO t VALUES (1)").await.map_err(told)?;

    let waited = write(&*db, "INSERT INTO t VALUES (2)", vec![]).await;
    assert!(matches!(waited, Err(Failure::Error(Error::PoolTimeout { size: 1, .. }))));
    assert_eq!(count(&*db).await?, Some(0));
    let own = session.run(statement("SELECT count(*) FROM t", Access::Read), exchange(vec![vec![]], number));
    assert_eq!(rows(own.await.map_err(told)?), [(0, Some(1_i64))]);

    session.commit().await.map_err(told)?;
    drop(session);
    write(&*db, "INSERT INTO t VALUES (2)", vec![]).await.map_err(told)?;
    assert_eq!(count(&*db).await?, Some(2));
    db.close().await;
    Ok(())
}
