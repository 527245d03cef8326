use orm_core::database::{ConstraintKind, Failure, TransactionOptions};
use orm_core::sql::Access;
use orm_core::value::Value;

use crate::support::{Checked, ask, exchange, memory, nothing, number, rows, statement, told, write};

const INSERT: &str = "INSERT INTO t (id) VALUES (?1) RETURNING id * 10";

fn sets(ids: &[i64]) -> Vec<Vec<Value<'static>>> {
    ids.iter().map(|id| vec![Value::BigInt(*id)]).collect()
}

#[tokio::test]
async fn each_set_gets_its_rows() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let outcome = db.run(statement(INSERT, Access::Write), exchange(sets(&[1, 2, 3]), number)).await.map_err(told)?;
    assert_eq!(outcome.affected, 3);
    assert_eq!(rows(outcome), [(0, Some(10_i64)), (1, Some(20)), (2, Some(30))]);
    let none = db.run(statement(INSERT, Access::Write), exchange(Vec::new(), nothing)).await.map_err(told)?;
    assert_eq!(none.affected, 0);
    Ok(())
}

#[tokio::test]
async fn all_or_nothing() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let twice = db.run(statement(INSERT, Access::Write), exchange(sets(&[1, 2, 1]), nothing)).await;
    match twice {
        Err(Failure::Constraint(failure)) => {
            assert_eq!(failure.kind, ConstraintKind::Unique);
            assert_eq!((failure.table.as_deref(), failure.columns), (Some("t"), vec!["id".to_owned()]));
        }
        _ => return Err("the second 1 was taken".to_owned()),
    }
    let refused = vec![vec![Value::BigInt(1)], vec![Value::Double(f64::NAN)]];
    let refused = db.run(statement(INSERT, Access::Write), exchange(refused, nothing)).await;
    assert!(matches!(refused, Err(Failure::Parameter { index: 0, .. })));
    assert_eq!(ask(&*db, "SELECT count(*) FROM t").await.map_err(told)?, Some(0));
    Ok(())
}

#[tokio::test]
async fn within_a_transaction_a_failed_set_spoils_it() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    assert!(session.run(statement(INSERT, Access::Write), exchange(sets(&[1, 2, 1]), nothing)).await.is_err());
    assert!(session.commit().await.is_err());
    drop(session);
    assert_eq!(ask(&*db, "SELECT count(*) FROM t").await.map_err(told)?, Some(0));
    Ok(())
}

#[tokio::test]
async fn within_a_transaction_a_set_refused_beforehand_leaves_it_sound() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    let refused = vec![vec![Value::BigInt(1)], vec![Value::Double(f64::NAN)]];
    assert!(session.run(statement(INSERT, Access::Write), exchange(refused, nothing)).await.is_err());
    assert!(session.run(statement(INSERT, Access::Write), exchange(sets(&[2, 3]), number)).await.is_ok());
    session.commit().await.map_err(told)?;
    drop(session);
    assert_eq!(ask(&*db, "SELECT sum(id) FROM t").await.map_err(told)?, Some(5));
    Ok(())
}

#[tokio::test]
async fn what_counts_as_affected() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    assert_eq!(write(&*db, "INSERT INTO t VALUES (1), (2)", vec![]).await.map_err(told)?, 2);
    assert_eq!(write(&*db, "CREATE TABLE other (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?, 0);
    assert_eq!(write(&*db, "UPDATE t SET id = 5 WHERE id = 9", vec![]).await.map_err(told)?, 0);
    assert_eq!(write(&*db, "SELECT 1", vec![]).await.map_err(told)?, 0);
    assert_eq!(write(&*db, "DELETE FROM t", vec![]).await.map_err(told)?, 2);
    Ok(())
}
