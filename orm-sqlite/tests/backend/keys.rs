//! Inserts that give back nothing but the key: whatever the table is, they give what RETURNING gives.

use orm_core::database::{Backend, ConstraintKind, Failure, Options, TransactionOptions};
use orm_core::sql::{Access, Columns, Effect, KeyedInsert, SqlText, Statement};
use orm_core::value::Value;

use crate::support::{Checked, File, ask, exchange, memory, number, open, rows, statement, told, write, write_in};

const INSERT: &str = "INSERT INTO t (a) VALUES (?1)";
const RETURNING: &str = "INSERT INTO t (a) VALUES (?1) RETURNING id";

/// The insert with both texts.
fn keyed() -> Statement {
    let (sql, without_returning) = (RETURNING.to_owned(), INSERT.to_owned());
    let insert = KeyedInsert { sql, without_returning, table: "t", key: "id" };
    let sql = SqlText::KeyedInsert(insert.into());
    Statement { sql, access: Access::Write, columns: Columns::None, effect: Effect::None }
}

/// What an insert of these values gives back: the rows, each with its set, and how many were written.
type Inserted = Result<(Vec<(usize, Option<i64>)>, u64), String>;

async fn insert(db: &dyn Backend, statement: Statement, values: &[i64]) -> Inserted {
    let sets = values.iter().map(|value| vec![Value::BigInt(*value)]).collect();
    let outcome = db.run(statement, exchange(sets, number)).await.map_err(told)?;
    let affected = outcome.affected;
    Ok((rows(outcome), affected))
}

/// What happens in a database with this schema, statement by statement and then together.
async fn history(schema: &str, insert_of: impl Fn() -> Statement) -> Checked<Vec<Inserted>> {
    let db = memory().await?;
    let mut session = db.session().await.map_err(told)?;
    session.script(schema).await.map_err(told)?;
    drop(session);
    let mut history = Vec::new();
    for values in [&[1][..], &[1], &[2], &[], &[3, 4], &[5, 5, 6], &[7]] {
        history.push(insert(&*db, insert_of(), values).await);
    }
    let table = if schema.contains("base") { "base" } else { "t" };
    for sum in ["count(*)", "sum(id % 1000)", "sum(a)"] {
        // A table that does not exist has no sum either.
        let sum = ask(&*db, &format!("SELECT {sum} FROM {table}")).await.unwrap_or_default();
        history.push(Ok((vec![(0, sum)], 0)));
    }
    Ok(history)
}

#[tokio::test]
async fn every_kind_of_table_gives_what_returning_gives() -> Checked {
    const PLAIN: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE log (id INTEGER PRIMARY KEY, a);";
    let with = |more: &str| format!("{PLAIN} {more}");
    let other = |columns: &str| format!("CREATE TABLE t ({columns})");
    let schemas = [
        with(""),
        with("INSERT INTO t VALUES (-5, 0)"),
        with("INSERT INTO t VALUES (9223372036854775000, 0)"),
        with("CREATE UNIQUE INDEX u ON t (a)"),
        with(
            "INSERT INTO log VALUES (70, 0); CREATE TRIGGER r AFTER INSERT ON t
              BEGIN INSERT INTO log (a) VALUES (new.a); END",
        ),
        with("CREATE TEMP TRIGGER r AFTER INSERT ON main.t BEGIN INSERT INTO log VALUES (new.id + 70, 0); END"),
        with("CREATE TRIGGER r BEFORE INSERT ON t WHEN new.a = 2 BEGIN SELECT raise(IGNORE); END"),
        with("CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET id = id + 100 WHERE id = new.id; END"),
        with("INSERT INTO t VALUES (40, 0); CREATE TEMP TABLE t (id INT PRIMARY KEY DEFAULT 6, a)"),
        other("id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL CHECK (a <> 2)"),
        other("id INTEGER PRIMARY KEY DEFAULT 9, a UNIQUE"),
        other("id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT IGNORE"),
        other("id INTEGER PRIMARY KEY, a UNIQUE ON CONFLICT REPLACE"),
        other("id INT PRIMARY KEY, a"),
        other("id INT PRIMARY KEY DEFAULT 8, a"),
        other("id INTEGER PRIMARY KEY DESC, a"),
        other("id INTEGER DEFAULT 3, a INTEGER PRIMARY KEY"),
        other("id INTEGER GENERATED ALWAYS AS (a * 2), a INTEGER PRIMARY KEY"),
        "CREATE TABLE t (id INTEGER DEFAULT 4, a, PRIMARY KEY (id, a)) WITHOUT ROWID".to_owned(),
        "CREATE TABLE base (id INTEGER PRIMARY KEY, a); CREATE VIEW t AS SELECT * FROM base;
         CREATE TRIGGER r INSTEAD OF INSERT ON t BEGIN INSERT INTO base (a) VALUES (new.a); END"
            .to_owned(),
        String::new(),
    ];
    for schema in schemas {
        let expected = history(&schema, || statement(RETURNING, Access::Write)).await?;
        assert_eq!(history(&schema, keyed).await?, expected, "{schema}");
    }
    Ok(())
}

#[tokio::test]
async fn constraints_refuse_it_all_the_same() -> Checked {
    let db = memory().await?;
    write(&*db, "CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE)", vec![]).await.map_err(told)?;
    assert_eq!(insert(&*db, keyed(), &[1]).await?, (vec![(0, Some(1))], 1));
    match db.run(keyed(), exchange(vec![vec![Value::BigInt(2)], vec![Value::BigInt(1)]], number)).await {
        Err(Failure::Constraint(failure)) => assert_eq!(failure.kind, ConstraintKind::Unique),
        _ => return Err("the second 1 was taken".to_owned()),
    }
    assert_eq!(ask(&*db, "SELECT count(*) FROM t").await.map_err(told)?, Some(1));
    assert_eq!(insert(&*db, keyed(), &[2]).await?, (vec![(0, Some(2))], 1));
    Ok(())
}

/// Changes of the schema, and the key that an insert of 1 gives after all those before it.
const CHANGES: [(&str, Option<i64>); 7] = [
    ("CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE log (id INTEGER PRIMARY KEY, a)", Some(1)),
    ("ALTER TABLE t ADD COLUMN b", Some(2)),
    (
        "INSERT INTO log VALUES (70, 0); CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log (a) VALUES (1); END",
        Some(3),
    ),
    ("DROP TRIGGER r; CREATE INDEX i ON t (a)", Some(4)),
    ("DROP TABLE t; CREATE TABLE t (id INT PRIMARY KEY DEFAULT 50, a)", Some(50)),
    ("DROP TABLE t; CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (20, 0)", Some(21)),
    ("DROP TABLE t; CREATE TABLE t (a, id INTEGER DEFAULT 60); VACUUM", Some(60)),
];

#[tokio::test]
async fn a_schema_that_changes_on_the_same_connection() -> Checked {
    let db = memory().await?;
    for (change, key) in CHANGES {
        let mut session = db.session().await.map_err(told)?;
        session.script(change).await.map_err(told)?;
        drop(session);
        assert_eq!(insert(&*db, keyed(), &[1]).await?, (vec![(0, key)], 1), "{change}");
    }
    Ok(())
}

#[tokio::test]
async fn a_schema_that_another_process_changes() -> Checked {
    let file = File::new();
    let db = open(&file.url(), Options::default()).await.map_err(told)?;
    for (change, key) in CHANGES {
        rusqlite::Connection::open(file.path()).and_then(|other| other.execute_batch(change)).map_err(told)?;
        assert_eq!(insert(&*db, keyed(), &[1]).await?, (vec![(0, key)], 1), "{change}");
    }
    Ok(())
}

#[tokio::test]
async fn a_schema_that_changes_within_a_transaction() -> Checked {
    let db = memory().await?;
    let mut session = db.session().await.map_err(told)?;
    session.begin(TransactionOptions::default()).await.map_err(told)?;
    for (change, key) in CHANGES {
        for sql in change.split("; ").filter(|sql| !sql.starts_with("VACUUM")) {
            // The parts of the trigger stay together.
            let sql = if sql.starts_with("CREATE TRIGGER") { format!("{sql}; END") } else { sql.to_owned() };
            if sql != "END" {
                write_in(&mut *session, &sql).await.map_err(told)?;
            }
        }
        let outcome = session.run(keyed(), exchange(vec![vec![Value::BigInt(1)]], number)).await.map_err(told)?;
        assert_eq!((outcome.affected, rows(outcome)), (1, vec![(0, key)]), "{change}");
    }
    session.rollback().await.map_err(told)?;
    drop(session);
    assert!(insert(&*db, keyed(), &[1]).await.is_err_and(|error| error.contains("MissingTable")));
    Ok(())
}

#[tokio::test]
async fn a_trigger_that_only_this_connection_has() -> Checked {
    let db = memory().await?;
    let plain = "CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE log (id INTEGER PRIMARY KEY)";
    let trigger = "CREATE TEMP TRIGGER r AFTER INSERT ON main.t BEGIN INSERT INTO log VALUES (new.id + 70); END";
    for (change, key) in [(plain, 1), (trigger, 2), ("DROP TRIGGER temp.r", 3)] {
        let mut session = db.session().await.map_err(told)?;
        session.script(change).await.map_err(told)?;
        drop(session);
        assert_eq!(insert(&*db, keyed(), &[1]).await?, (vec![(0, Some(key))], 1), "{change}");
    }
    assert_eq!(ask(&*db, "SELECT group_concat(id) = '72' FROM log").await.map_err(told)?, Some(1));
    Ok(())
}
