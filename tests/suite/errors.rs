//! What goes wrong is told by type, in the program's own names, and leaves the database usable.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::sql::Dialect;
use orm::value::SqlType;
use orm::{Db, Error};

use crate::outside::{Outside, on_both_outside};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(
    table = "errors_shop",
    unique(name, town),
    check(errors_shop_staff_positive = |s| s.staff.gt(0)),
    check(errors_shop_town_named = |s| s.town.ne(""))
)]
struct Shop {
    id: i64,
    #[orm(unique, max_length = 5)]
    code: String,
    name: String,
    #[orm(default = "Paris")]
    town: String,
    #[orm(default = 1)]
    staff: i16,
    note: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "errors_parcel")]
struct Parcel {
    #[orm(primary_key)]
    label: String,
    from: ForeignKey<Shop>,
    to: ForeignKey<Shop>,
    #[orm(on_delete = set_null)]
    via: Option<ForeignKey<Shop>>,
}

/// A table that takes less than the program thinks.
#[derive(Model, Debug)]
#[orm(table = "errors_strict")]
struct Strict {
    id: i64,
    text: Option<String>,
}

#[derive(Model, Debug)]
#[orm(table = "errors_typed")]
struct Typed {
    id: i64,
    count: i32,
    day: chrono::NaiveDate,
}

#[derive(Model, Debug)]
#[orm(table = "errors_missing")]
struct Missing {
    id: i64,
    name: String,
}

async fn tables(db: &Db) {
    db.create_tables_of(orm::models![Shop, Parcel]).await.unwrap();
}

fn shop(code: &str, name: &str) -> NewShop {
    Shop::create().code(code).name(name)
}

/// The database still answers.
async fn is_usable(rows: u64) {
    for _ in 0..6 {
        assert_eq!(Shop::all().count().await.unwrap(), rows);
    }
}

#[track_caller]
fn is_unique(error: Error, fields: &[&str], name: &str) {
    assert_eq!(error.to_string(), format!("another Shop has this {} already (constraint {name})", fields.join(", ")));
    let Error::UniqueViolation { model, fields: found, constraint } = error else { panic!("{error:?}") };
    assert_eq!((model.as_str(), constraint.as_deref()), ("Shop", Some(name)));
    assert_eq!(found, fields);
}

#[track_caller]
fn is_foreign_key(error: Error, field: &str) {
    let name = format!("errors_parcel_{field}_id_fkey");
    assert_eq!(
        error.to_string(),
        format!("the foreign key {field} of Parcel would point at no row (constraint {name})")
    );
    let Error::ForeignKeyViolation { model, fields, constraint } = error else { panic!("{error:?}") };
    assert_eq!((model.as_str(), constraint), ("Parcel", Some(name)));
    assert_eq!(fields, [field]);
}

#[track_caller]
fn is_check(error: Error, field: &str, name: &str) {
    assert_eq!(error.to_string(), format!("Shop does not satisfy a check (constraint {name})"));
    let Error::CheckViolation { model, fields, constraint } = error else { panic!("{error:?}") };
    assert_eq!(fields, [field]);
    assert_eq!((model.as_str(), constraint.as_deref()), ("Shop", Some(name)));
}

#[track_caller]
fn is_invalid(error: Error, message: &str) {
    assert!(matches!(error, Error::InvalidValue { .. } | Error::Validation { .. }), "{error:?}");
    assert_eq!(error.to_string(), message);
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn unique() {
    let ann = shop("a", "ann").await.unwrap();
    let mut bob = shop("b", "bob").await.unwrap();
    let code = |error| is_unique(error, &["code"], "errors_shop_code_key");
    let pair = |error| is_unique(error, &["name", "town"], "errors_shop_name_town_key");
    code(shop("a", "x").await.unwrap_err());
    code(Shop::bulk_create([shop("x", "x"), shop("a", "y")]).await.unwrap_err());
    code(bob.update(|s| s.code.set("a")).await.unwrap_err());
    code(Shop::filter(|s| s.code.eq("b")).update(|s| s.code.set("a")).await.unwrap_err());
    pair(shop("c", "ann").await.unwrap_err());
    pair(Shop::bulk_create([shop("y", "z"), shop("z", "z")]).await.unwrap_err());
    bob.name = "ann".to_owned();
    pair(bob.save().await.unwrap_err());
    is_unique(shop("d", "x").id(ann.id).await.unwrap_err(), &["id"], "errors_shop_pkey");
    assert!(shop("e", "ann").town("Lyon").await.is_ok());
    is_usable(3).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn foreign_keys() {
    let ann = shop("a", "ann").await.unwrap();
    let parcel = |label: &str| Parcel::create().label(label).from(&ann);
    let mut good = parcel("good").to(&ann).await.unwrap();
    is_foreign_key(parcel("x").to(99).await.unwrap_err(), "to");
    is_foreign_key(parcel("x").to(&ann).via(99).await.unwrap_err(), "via");
    is_foreign_key(Parcel::create().label("x").from(99).to(&ann).await.unwrap_err(), "from");
    good.to = ForeignKey::new(99);
    is_foreign_key(good.save().await.unwrap_err(), "to");
    is_foreign_key(good.save_only(|p| p.to).await.unwrap_err(), "to");
    assert_eq!(Parcel::all().values(|p| p.to).await.unwrap(), [ann.id]);
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn one_of_several_foreign_keys() {
    let ann = shop("a", "ann").await.unwrap();
    let mut good = Parcel::create().label("x").from(&ann).to(&ann).await.unwrap();
    let errors = [
        Parcel::bulk_create([Parcel::create().label("y").from(&ann).to(99)]).await.unwrap_err(),
        good.update(|p| p.to.set(99)).await.unwrap_err(),
        Parcel::all().update(|p| p.to.set(99)).await.unwrap_err(),
    ];
    for error in errors {
        is_foreign_key(error, "to");
    }
    for error in [ann.delete().await.unwrap_err(), Shop::all().delete().everything().await.unwrap_err()] {
        let expected =
            r#"Shop cannot be deleted, because other rows point at it: Parcel "x" by from; Parcel "x" by to"#;
        assert_eq!(error.to_string(), expected);
        assert!(matches!(error, Error::Protected { .. }), "{error:?}");
    }
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn checks() {
    let mut ann = shop("a", "ann").await.unwrap();
    is_check(shop("b", "b").staff(0).await.unwrap_err(), "staff", "errors_shop_staff_positive");
    is_check(shop("b", "b").town("").await.unwrap_err(), "town", "errors_shop_town_named");
    is_check(ann.update(|s| s.staff.set(s.staff - 5)).await.unwrap_err(), "staff", "errors_shop_staff_positive");
    let many = Shop::bulk_create([shop("b", "b"), shop("c", "c").town("")]);
    is_check(many.await.unwrap_err(), "town", "errors_shop_town_named");
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn text_that_is_too_long() {
    assert_eq!(shop("ééééé", "a").await.unwrap().code, "ééééé", "characters count, not bytes");
    let message = "invalid value for Shop.code: the text has 6 characters, and at most 5 fit";
    is_invalid(shop("éééééé", "x").await.unwrap_err(), message);
    let of_many = "invalid Shop: row 1: code: the text has 6 characters, and at most 5 fit";
    is_invalid(Shop::bulk_create([shop("b", "b"), shop("123456", "c")]).await.unwrap_err(), of_many);
    is_invalid(Shop::all().update(|s| s.code.set("123456")).await.unwrap_err(), message);
    let mut row = Shop::all().get().await.unwrap();
    is_invalid(row.update(|s| s.code.set("123456")).await.unwrap_err(), message);
    row.code = "123456".to_owned();
    is_invalid(row.save().await.unwrap_err(), message);
    is_invalid(row.save_only(|s| s.code).await.unwrap_err(), message);
    row.save_only(|s| s.note).await.unwrap();
    assert!(Shop::filter(|s| s.code.eq("123456")).await.unwrap().is_empty(), "but it can be asked for");
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models())]
async fn refused_before_anything_is_asked() {
    // No table is there, so that whatever is asked would fail otherwise.
    let message = "invalid value for Shop.code: the text has 6 characters, and at most 5 fit";
    is_invalid(shop("123456", "x").await.unwrap_err(), message);
    is_invalid(Shop::all().update(|s| s.code.set("123456")).await.unwrap_err(), message);
    let message = "invalid value for Shop.name: text cannot hold the character NUL";
    is_invalid(shop("a", "a\0b").await.unwrap_err(), message);
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn nul_in_text() {
    let mut row = shop("a", "ann").await.unwrap();
    let message = "invalid value for Shop.name: text cannot hold the character NUL";
    is_invalid(shop("b", "\0").await.unwrap_err(), message);
    is_invalid(Shop::bulk_create([shop("b", "b"), shop("c", "c\0")]).await.unwrap_err(), message);
    is_invalid(row.update(|s| s.name.set("\0")).await.unwrap_err(), message);
    is_invalid(Shop::all().update(|s| s.name.set("\0")).await.unwrap_err(), message);
    row.name = "a\0".to_owned();
    is_invalid(row.save().await.unwrap_err(), message);
    for condition in [
        Shop::fields().name.eq("a\0"),
        Shop::fields().name.in_(["a", "a\0"]),
        Shop::fields().name.contains("\0"),
        Shop::fields().name.iexact("\0"),
        Shop::fields().name.like("\0%"),
        Shop::fields().name.between("a", "b\0"),
    ] {
        let error = Shop::filter(|_| condition).await.unwrap_err();
        assert!(matches!(error, Error::InvalidValue { .. }), "{error:?}");
    }
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn a_missing_table() {
    let message = "table \"errors_missing\" does not exist: create it with orm::create_tables()";
    let errors = [
        Missing::all().await.unwrap_err(),
        Missing::get(1).await.unwrap_err(),
        Missing::create().name("x").await.unwrap_err(),
        Missing::bulk_create([Missing::create().name("x"), Missing::create().name("y")]).await.unwrap_err(),
        Missing::all().count().await.unwrap_err(),
        Missing::all().update(|m| m.name.set("x")).await.unwrap_err(),
        Missing::all().delete().everything().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.to_string(), message);
        let Error::MissingTable { table } = error else { panic!("{error:?}") };
        assert_eq!(table, "errors_missing");
    }
    is_usable(0).await;
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn numbers_that_leave_their_column() {
    let mut row = shop("a", "ann").staff(i16::MAX).await.unwrap();
    assert!(row.update(|s| s.staff.set(s.staff + 1)).await.is_err());
    assert!(Shop::all().update(|s| s.code.set(s.town)).await.is_ok(), "five characters fit");
    assert!(Shop::filter(|s| (s.staff / 0).eq(1)).await.is_err());
    is_usable(1).await;
}

#[orm::test(sqlite, postgres, models())]
async fn not_null() {
    orm::execute("CREATE TABLE errors_strict (id integer PRIMARY KEY, text text NOT NULL)", ()).await.unwrap();
    for error in [
        Strict::create().id(1).await.unwrap_err(),
        Strict::bulk_create([Strict::create().id(1).text("x"), Strict::create().id(2)]).await.unwrap_err(),
    ] {
        assert_eq!(error.to_string(), "text of Strict cannot be NULL");
        let Error::NotNullViolation { model, fields } = error else { panic!("{error:?}") };
        assert_eq!((model.as_str(), fields), ("Strict", vec!["text".to_owned()]));
    }
    Strict::create().id(1).text("x").await.unwrap();
    let error = Strict::all().update(|s| s.text.set(None)).await.unwrap_err();
    assert!(matches!(error, Error::NotNullViolation { .. }), "{error:?}");
    assert_eq!(Strict::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models())]
async fn null_where_the_program_expects_none() {
    orm::execute("CREATE TABLE errors_typed (id integer, count integer, day date)", ()).await.unwrap();
    orm::execute("INSERT INTO errors_typed VALUES (1, NULL, NULL)", ()).await.unwrap();
    let error = Typed::all().await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read Typed.count: found NULL, and the field is not an Option");
    assert!(matches!(error, Error::Read { model: "Typed", field: "count", .. }), "{error:?}");
    assert_eq!(Typed::all().values(|t| t.id).await.unwrap(), [1]);
}

#[orm::test(sqlite, postgres, models())]
async fn a_column_of_another_type(db: Db) {
    orm::execute("CREATE TABLE errors_typed (id integer, count text, day text)", ()).await.unwrap();
    orm::execute("INSERT INTO errors_typed VALUES (1, 'one', 'today')", ()).await.unwrap();
    for _ in 0..3 {
        let whole = Typed::all().await.unwrap_err();
        let part = Typed::all().values(|t| (t.id, t.count)).await.unwrap_err();
        let day = Typed::all().values(|t| t.day).await.unwrap_err();
        let messages = [whole.to_string(), part.to_string(), day.to_string()];
        if db.dialect() == Dialect::Postgres {
            let count = "Typed.count reads integer, but the database's column is text";
            assert_eq!(messages, [count, count, "Typed.day reads date, but the database's column is text"]);
            let Error::ColumnType { model: "Typed", field: "count", expected: SqlType::Integer, found } = whole else {
                panic!("{whole:?}")
            };
            assert_eq!(found, "text");
        } else {
            let count = "cannot read Typed.count: expected integer, found TEXT";
            assert_eq!(messages, [count, count, "cannot read Typed.day: \"today\" is not a date"]);
            assert!(matches!(whole, Error::Read { model: "Typed", field: "count", .. }), "{whole:?}");
        }
        assert_eq!(Typed::all().values(|t| t.id).await.unwrap(), [1]);
    }
}

#[orm::test(sqlite, postgres, models())]
async fn a_column_that_is_not_there() {
    orm::execute("CREATE TABLE errors_typed (id integer, count integer)", ()).await.unwrap();
    for error in [
        Typed::all().await.unwrap_err(),
        Typed::create().count(1).day(chrono::NaiveDate::default()).await.map(|_| ()).unwrap_err(),
    ] {
        let message = error.to_string();
        assert!(message.starts_with("the database and the program differ: ") && message.contains("day"), "{message}");
        assert!(matches!(error, Error::MissingColumn { .. }), "{error:?}");
    }
    assert_eq!(Typed::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Shop, Parcel))]
async fn a_database_that_was_closed(db: Db) {
    db.close().await;
    for error in [Shop::all().await.unwrap_err(), shop("a", "a").await.unwrap_err()] {
        assert!(matches!(error, Error::Connection { .. }), "{error:?}");
        assert!(error.to_string().starts_with("cannot reach the database: "), "{error}");
    }
}

on_both_outside! {
    async fn a_full_pool(outside: Outside) {
        let wait = Duration::from_millis(150);
        let db = outside.connect_with(Db::builder().pool_size(1).acquire_timeout(wait)).await;
        tables(&db).await;
        let row = shop("a", "ann").using(&db).await.unwrap();
        let lock = Lock::take(&outside).await;
        let blocked = db.clone();
        let first = tokio::spawn(async move { shop("b", "bob").using(&blocked).await });
        tokio::time::sleep(Duration::from_millis(50)).await;
        let start = Instant::now();
        let error = shop("c", "cid").using(&db).await.unwrap_err();
        assert!(start.elapsed() >= wait / 2, "{:?}", start.elapsed());
        // SQLite waits for the lock of another program as long as for a connection: it may be this one's turn at the
        // lock before it has waited for long enough.
        if outside.is_postgres() || !matches!(error, Error::Timeout { .. }) {
            assert_eq!(error.to_string(), "all 1 connections of the pool were in use for 150ms");
            assert!(error.is_retryable());
            assert!(matches!(error, Error::PoolTimeout { size: 1, waited } if waited == wait), "{error:?}");
        }
        lock.release().await;
        let created = first.await.unwrap();
        assert!(created.is_ok() || !outside.is_postgres(), "{created:?}");
        let created = u64::from(created.is_ok());
        assert_eq!(Shop::all().using(&db).count().await.unwrap(), 1 + created);
        assert_eq!(Shop::get(row.id).using(&db).await.unwrap(), row);
    }

    async fn a_statement_that_takes_too_long(outside: Outside) {
        let limit = Duration::from_millis(200);
        let builder = Db::builder().pool_size(1).statement_timeout(limit).acquire_timeout(limit);
        let db = outside.connect_with(builder).await;
        tables(&db).await;
        let lock = Lock::take(&outside).await;
        let start = Instant::now();
        let error = shop("a", "ann").using(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "the statement took longer than 200ms");
        assert!(matches!(error, Error::Timeout { after } if after == limit), "{error:?}");
        assert!(start.elapsed() < limit * 10, "{:?}", start.elapsed());
        lock.release().await;
        shop("a", "ann").using(&db).await.unwrap();
        assert_eq!(Shop::all().using(&db).count().await.unwrap(), 1);
    }
}

/// A lock of somebody else, for which everyone who writes a shop must wait.
enum Lock {
    Postgres(tokio_postgres::Client),
    Sqlite(rusqlite::Connection),
}

impl Lock {
    async fn take(outside: &Outside) -> Self {
        if !outside.is_postgres() {
            let connection = outside.rusqlite();
            connection.execute_batch("BEGIN IMMEDIATE").unwrap();
            return Self::Sqlite(connection);
        }
        let (client, connection) = tokio_postgres::connect(outside.url(), tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("BEGIN; LOCK TABLE errors_shop IN ACCESS EXCLUSIVE MODE").await.unwrap();
        Self::Postgres(client)
    }

    async fn release(self) {
        match self {
            Self::Postgres(client) => client.batch_execute("ROLLBACK").await.unwrap(),
            Self::Sqlite(connection) => connection.execute_batch("ROLLBACK").unwrap(),
        }
    }
}

#[tokio::test]
async fn no_database_at_all() {
    let errors = [
        Shop::all().await.unwrap_err(),
        Shop::all().count().await.unwrap_err(),
        Shop::get(1).await.unwrap_err(),
        shop("a", "a").await.unwrap_err(),
        Shop::bulk_create([shop("a", "a")]).await.unwrap_err(),
        Shop::all().update(|s| s.name.set("x")).await.unwrap_err(),
        Shop::all().delete().everything().await.unwrap_err(),
        orm::create_tables().await.unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, Error::NotConnected), "{error:?}");
        assert_eq!(
            error.to_string(),
            "no database is connected: call orm::connect(url) first, or name one with .using(&db)"
        );
    }
    assert_eq!(Shop::all().none().await.unwrap(), [], "and none is needed for nothing");
}

#[tokio::test]
async fn urls_that_cannot_be_understood() {
    for (url, reason) in [
        ("", "it starts with no scheme, such as postgres:// or sqlite://"),
        ("localhost/app", "it starts with no scheme, such as postgres:// or sqlite://"),
        ("sqlite:", "it names no file; write sqlite://file.db or sqlite::memory:"),
        ("sqlite://app.db?cache=shared", "unknown option \"cache=shared\"; SQLite takes mode=ro"),
        ("postgres:///app", "it names no host"),
        ("postgres://app:se@cret@localhost/app", "an @ in the user name or the password must be written as %40"),
    ] {
        let error = Db::builder().connect(url).await.unwrap_err();
        assert_eq!(error.to_string(), format!("invalid database URL: {reason}"), "{url}");
        assert!(matches!(error, Error::InvalidUrl { .. }), "{url}: {error:?}");
    }
    for url in ["mysql://localhost/app", "Postgres://localhost/app", "http://localhost", "postgres://localhost:port/a"]
    {
        let error = Db::builder().connect(url).await.unwrap_err();
        assert!(matches!(error, Error::InvalidUrl { .. }), "{url}: {error:?}");
    }
    let error = orm::connect("mysql://app:secret@localhost/app").await.unwrap_err().to_string();
    assert!(error.contains("no backend for \"mysql\"; this program has ") && !error.contains("secret"), "{error}");
}

#[tokio::test]
async fn a_file_that_cannot_be_opened() {
    for url in ["sqlite:/no/such/directory/app.db", "sqlite:/", "sqlite:/no-such-file.db?mode=ro"] {
        let error = Db::builder().connect(url).await.unwrap_err();
        assert!(matches!(error, Error::Connection { .. }), "{url}: {error:?}");
    }
    let outside = Outside::sqlite();
    let path = outside.url().strip_prefix("sqlite:").unwrap();
    std::fs::write(path, "this is no database, but a text of some length".repeat(100)).unwrap();
    let error = Db::builder().connect(outside.url()).await.unwrap_err();
    assert!(error.to_string().contains("file is not a database"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let start = Instant::now();
    let error = Db::builder().connect(format!("postgres://app@127.0.0.1:{port}/app")).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }) && error.is_retryable(), "{error:?}");
    assert!(error.to_string().starts_with("cannot reach the database: "), "{error}");
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_server_that_does_not_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://app@{}/app", listener.local_addr().unwrap());
    let start = Instant::now();
    let error = Db::builder().connect_timeout(Duration::from_millis(200)).connect(url).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. }), "{error:?}");
    assert_eq!(error.to_string(), "cannot reach the database: no answer within 200ms");
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_database_that_the_server_does_not_have() {
    let url = test_server::postgres().create_database();
    let (server, name) = url.rsplit_once('/').unwrap();
    let error = Db::builder().connect(format!("{server}/no_such_{name}")).await.unwrap_err();
    assert!(matches!(error, Error::Connection { .. } | Error::Database { .. }), "{error:?}");
    assert!(error.to_string().contains("does not exist"), "{error}");
}
