use std::sync::Arc;
use std::time::Duration;

use orm_core::Error;
use orm_core::database::{Backend, ConstraintKind, Failure, Options, TransactionOptions};
use orm_core::value::Value;

use crate::support::{Checked, File, ask, memory, number, open, read, told, write};

#[tokio::test]
async fn a_file_is_created_and_can_be_read_only() -> Checked {
    let file = File::new();
    let read_only = format!("{}?mode=ro", file.url());
    let missing = open(&read_only, Options::default()).await;
    assert!(matches!(missing, Err(Error::Connection { .. })));

    let db = open(&file.url(), Options::default()).await.map_err(told)?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    write(&*db, "INSERT INTO t VALUES (5)", vec![]).await.map_err(told)?;
    db.close().await;

    let db = open(&read_only, Options::default()).await.map_err(told)?;
    assert_eq!(ask(&*db, "SELECT id FROM t").await.map_err(told)?, Some(5));
    let refused = write(&*db, "INSERT INTO t VALUES (6)", vec![]).await;
    assert!(matches!(refused, Err(Failure::Error(Error::ReadOnly))));
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    session.commit().await.map_err(told)
}

#[tokio::test]
async fn what_cannot_be_opened() -> Checked {
    let nowhere = open("sqlite:///no/such/folder/app.db", Options::default()).await;
    assert!(matches!(nowhere, Err(Error::Connection { .. })));
    let file = File::new();
    std::fs::write(file.path(), "this is no database, and long enough to be looked at".repeat(20)).map_err(told)?;
    let other = open(&file.url(), Options::default()).await;
    assert!(matches!(other, Err(Error::Connection { .. })));
    let option = open("sqlite://app.db?immutable=1", Options::default()).await;
    assert!(matches!(option, Err(Error::InvalidUrl { .. })));
    Ok(())
}

#[tokio::test]
async fn a_closed_database_refuses() -> Checked {
    for url in [File::new().url(), "sqlite::memory:".to_owned()] {
        let db = open(&url, Options::default()).await.map_err(told)?;
        assert_eq!(ask(&*db, "SELECT 1").await.map_err(told)?, Some(1));
        db.close().await;
        assert!(matches!(ask(&*db, "SELECT 1").await, Err(Failure::Error(Error::Connection { .. }))));
        assert!(matches!(db.session().await, Err(Failure::Error(Error::Connection { .. }))));
        db.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn closing_waits_for_a_session_but_not_for_ever() -> Checked {
    let mut options = Options::default();
    options.acquire_timeout = Duration::from_millis(20);
    let db = open("sqlite::memory:", options).await.map_err(told)?;
    let mut session = db.session().await.map_err(told)?;
    db.close().await;
    session.script("SELECT 1").await.map_err(told)?;
    drop(session);
    db.close().await;
    Ok(())
}

#[tokio::test]
async fn many_readers_at_once_and_more_tasks_than_readers() -> Checked {
    let file = File::new();
    let mut options = Options::default();
    options.pool_size = 3;
    let db = open(&file.url(), options).await.map_err(told)?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let tasks: Vec<_> = (0..40)
        .map(|id| {
            let db = Arc::clone(&db);
            tokio::spawn(async move {
                write(&*db, "INSERT INTO t VALUES (?1)", vec![Value::BigInt(id)]).await.map_err(told)?;
                read(&*db, "SELECT id FROM t WHERE id = ?1", vec![Value::BigInt(id)], number).await.map_err(told)
            })
        })
        .collect();
    for (id, task) in (0_i64..).zip(tasks) {
        // What a task wrote, it reads, though from another connection.
        assert_eq!(task.await.map_err(told)??, [Some(id)]);
    }
    let sneaky = read(&*db, "DELETE FROM t", vec![], number).await;
    assert!(sneaky.is_err());
    db.close().await;
    Ok(())
}

#[tokio::test]
async fn another_process_that_writes_is_waited_for() -> Checked {
    let file = File::new();
    let mut options = Options::default();
    options.acquire_timeout = Duration::from_millis(50);
    let db = open(&file.url(), options).await.map_err(told)?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let other = rusqlite::Connection::open(file.path()).map_err(told)?;
    other.execute_batch("BEGIN IMMEDIATE").map_err(told)?;
    let locked = write(&*db, "INSERT INTO t VALUES (1)", vec![]).await;
    let limit = Duration::from_millis(50);
    assert!(matches!(locked, Err(Failure::Error(Error::Timeout { after })) if after == limit));
    other.execute_batch("COMMIT").map_err(told)?;
    write(&*db, "INSERT INTO t VALUES (1)", vec![]).await.map_err(told)?;
    db.close().await;
    Ok(())
}

#[tokio::test]
async fn constraints_as_sqlite_reports_them() -> Checked {
    async fn violated(db: &dyn Backend, sql: &str) -> Option<ConstraintKind> {
        match write(db, sql, vec![]).await {
            Err(Failure::Constraint(failure)) => Some(failure.kind),
            _ => None,
        }
    }
    let db = memory().await?;
    for sql in [
        "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        "CREATE TABLE c (a TEXT UNIQUE, b TEXT NOT NULL, n INTEGER CONSTRAINT small CHECK (n < 10),
            p_id INTEGER REFERENCES p (id) ON DELETE RESTRICT)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES ('x', 'y', 1, 1)",
    ] {
        write(&*db, sql, vec![]).await.map_err(told)?;
    }
    for (sql, kind) in [
        ("INSERT INTO c VALUES ('x', 'y', 1, 1)", ConstraintKind::Unique),
        ("INSERT INTO c VALUES ('z', NULL, 1, 1)", ConstraintKind::NotNull),
        ("INSERT INTO c VALUES ('z', 'y', 10, 1)", ConstraintKind::Check),
        ("INSERT INTO c VALUES ('z', 'y', 1, 2)", ConstraintKind::ForeignKey),
        ("DELETE FROM p", ConstraintKind::ForeignKey),
        ("INSERT INTO p VALUES (1)", ConstraintKind::Unique),
    ] {
        assert_eq!(violated(&*db, sql).await, Some(kind), "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn names_that_are_not_there() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY)", vec![]).await.map_err(told)?;
    let table = ask(&*db, "SELECT 1 FROM users").await;
    assert!(matches!(table, Err(Failure::Error(Error::MissingTable { table })) if table == "users"));
    for sql in ["SELECT nope FROM t", "SELECT \"nope\" FROM t", "INSERT INTO t (nope) VALUES (1)"] {
        let column = ask(&*db, sql).await;
        let Err(Failure::Error(Error::MissingColumn { message })) = column else {
            return Err(format!("{sql} found its column"));
        };
        assert!(message.contains("nope") && !message.contains("SELECT"), "{message}");
    }
    Ok(())
}
