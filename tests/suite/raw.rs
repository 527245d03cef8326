//! SQL that the program writes.

use orm::prelude::*;
use orm::sql::Dialect;
use orm::{Db, Error};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "raw_user")]
struct User {
    id: i64,
    #[orm(unique)]
    name: String,
    email: Option<String>,
    #[orm(default = 0)]
    visits: i64,
}

async fn users() -> Vec<User> {
    let new = ["ann", "bob", "cem"].map(|name| User::create().name(name).visits(7));
    User::bulk_create(new).await.unwrap()
}

#[orm::test(sqlite, postgres, models(User))]
async fn statements_are_run() {
    users().await;
    let sql = "UPDATE raw_user SET visits = visits + $2, email = $1 WHERE name <> $3";
    assert_eq!(orm::execute(sql, (Some("x@y.z".to_owned()), 3_i64, "bob")).await.unwrap(), 2);
    assert_eq!(User::filter(|u| u.visits.eq(10)).count().await.unwrap(), 2);
    assert_eq!(orm::execute("DELETE FROM raw_user", ()).await.unwrap(), 3);
    assert_eq!(orm::execute("CREATE TABLE raw_other (id integer)", ()).await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(User))]
async fn rows_become_tuples_and_values() {
    let users = users().await;
    let rows = orm::raw::<(i64, String, Option<String>)>("SELECT id, name, email FROM raw_user ORDER BY id", ());
    assert_eq!(rows.await.unwrap(), users.iter().map(|u| (u.id, u.name.clone(), None)).collect::<Vec<_>>());
    let names = orm::raw::<String>("SELECT name FROM raw_user WHERE name >= $1 ORDER BY name DESC", ("bob",));
    assert_eq!(names.await.unwrap(), ["cem", "bob"]);
    let first: Option<i64> = orm::raw("SELECT count(*) FROM raw_user", ()).first().await.unwrap();
    assert_eq!(first, Some(3));
    let none = orm::raw::<(i64,)>("SELECT id FROM raw_user WHERE id < 0", ()).first().await.unwrap();
    assert_eq!(none, None);
    let returned = orm::raw::<String>("UPDATE raw_user SET visits = 1 WHERE name = $1 RETURNING name", ("ann",));
    assert_eq!(returned.await.unwrap(), ["ann"]);
    let ids = vec![users[0].id, users[2].id];
    let listed = orm::raw::<String>("SELECT name FROM raw_user WHERE id IN ($1, $2) ORDER BY id", ids);
    assert_eq!(listed.await.unwrap(), ["ann", "cem"]);
}

#[orm::test(sqlite, postgres, models(User))]
async fn rows_come_one_after_the_other() {
    let users = users().await;
    let mut stream = orm::raw::<i64>("SELECT id FROM raw_user WHERE name <> $1 ORDER BY id", ("bob",)).stream();
    assert_eq!(stream.try_next().await.unwrap(), Some(users[0].id));
    assert_eq!(stream.try_next().await.unwrap(), Some(users[2].id));
    assert_eq!(stream.try_next().await.unwrap(), None);
}

#[orm::test(sqlite, postgres, models(User))]
async fn rows_become_models_by_the_names_of_their_columns() {
    let users = users().await;
    assert_eq!(User::raw("SELECT * FROM raw_user ORDER BY id", ()).await.unwrap(), users);
    let shuffled = "SELECT 1 AS one, visits, email, name, id, 'x' AS name_2 FROM raw_user WHERE name <> $1 ORDER BY id";
    assert_eq!(User::raw(shuffled, ("bob",)).await.unwrap(), [users[0].clone(), users[2].clone()]);
    let mut stream = User::raw(shuffled, ("bob",)).stream().rows_a_fetch(1);
    assert_eq!(stream.try_next().await.unwrap().as_ref(), Some(&users[0]));
    assert_eq!(stream.try_next().await.unwrap().as_ref(), Some(&users[2]));
    drop(stream);
    for sql in ["SELECT id, name, visits FROM raw_user", "SELECT id, name, visits FROM raw_user WHERE false"] {
        let missing = User::raw(sql, ()).await.unwrap_err();
        assert_eq!(
            missing.to_string(),
            r#"the database and the program differ: the statement gives no column "email" for User.email"#
        );
    }
    let wrong = User::raw("SELECT id, id AS name, email, visits FROM raw_user", ()).await.unwrap_err();
    assert!(wrong.to_string().contains("User.name"), "{wrong}");
    // The same text gives other columns once the table has changed.
    orm::execute("ALTER TABLE raw_user ADD COLUMN extra integer", ()).await.unwrap();
    assert_eq!(User::raw("SELECT * FROM raw_user ORDER BY id", ()).await.unwrap(), users);
}

#[orm::test(sqlite, postgres, models(User))]
async fn it_is_part_of_the_transaction() {
    users().await;
    let undone = orm::atomic(async {
        orm::execute("DELETE FROM raw_user", ()).await?;
        assert_eq!(orm::raw::<i64>("SELECT count(*) FROM raw_user", ()).await?, [0]);
        Err::<(), _>(Error::custom("no"))
    });
    assert_eq!(undone.await.unwrap_err().to_string(), "no");
    assert_eq!(User::all().count().await.unwrap(), 3);
}

#[orm::test(sqlite, postgres, models(User))]
async fn mistakes_are_typed_errors() {
    users().await;
    let wrong = orm::raw::<(i64, i64)>("SELECT id, name FROM raw_user", ()).await.unwrap_err();
    let text = wrong.to_string();
    assert!(text.contains("row.1"), "{text}");
    let few = orm::raw::<(i64, String)>("SELECT id FROM raw_user", ()).await.unwrap_err();
    assert!(matches!(few, Error::MissingColumn { .. }), "{few:?}");
    assert!(few.to_string().ends_with("the statement gives 1 column, and 2 are read"), "{few}");
    let null = orm::raw::<String>("SELECT email FROM raw_user", ()).await.unwrap_err();
    assert!(matches!(null, Error::Read { model: "row", field: "0", .. }), "{null:?}");
    // Refused before it does anything, also where it would write.
    let sql = "INSERT INTO raw_user (name, visits) VALUES ('dia', 0) RETURNING id, name";
    orm::atomic(async {
        assert!(matches!(orm::raw::<(i64,)>(sql, ()).await, Err(Error::MissingColumn { .. })));
        assert!(matches!(User::raw(sql, ()).await, Err(Error::MissingColumn { .. })));
        assert_eq!(User::all().count().await?, 3);
        Ok(())
    })
    .await
    .unwrap();
    assert!(orm::execute("DELETE FROM raw_user WHERE id = $1", ()).await.is_err());
    assert!(orm::execute("not SQL", ()).await.is_err());
    assert!(matches!(orm::execute("DELETE FROM nowhere", ()).await, Err(Error::MissingTable { .. })));
    let again = orm::execute("INSERT INTO raw_user (name, visits) VALUES ($1, 0)", ("ann",)).await.unwrap_err();
    assert!(matches!(&again, Error::UniqueViolation { model, fields, .. } if model == "User" && fields == &["name"]));
    let nul = orm::raw::<String>("SELECT cast($1 AS text)", ("\0",)).await;
    assert!(matches!(nul, Err(Error::InvalidValue { .. })));
}

#[orm::test(sqlite, postgres, models(User))]
async fn a_plan_says_what_will_be_done(db: Db) {
    users().await;
    let query = User::filter(|u| u.name.eq("ann") & u.visits.gt(1));
    let plan = query.clone().explain().await.unwrap();
    assert!(plan.contains("raw_user"), "{plan}");
    let analyzed = query.explain().analyze().await;
    match db.dialect() {
        Dialect::Postgres => assert!(analyzed.unwrap().contains("actual time")),
        _ => assert!(matches!(analyzed, Err(Error::Unsupported { .. }))),
    }
}
