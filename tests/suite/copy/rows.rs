//! Rows that are copied in, and what of them is there then.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use orm::prelude::*;
use orm::{Db, Error};

use crate::outside::on_both_outside;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied rows \"x\"")]
struct Row {
    id: i64,
    #[orm(column = "te\"xt")]
    text: String,
    number: Option<i64>,
    #[orm(default = 7)]
    rank: i16,
    #[orm(db_default = "'none'")]
    note: String,
    #[orm(auto_now_add)]
    made_at: chrono::DateTime<chrono::Utc>,
}

fn new(number: i64) -> NewRow {
    Row::create().text(format!("row {number}")).number((number % 3 != 0).then_some(number))
}

async fn texts() -> Vec<String> {
    Row::all().order_by(|r| r.id).await.unwrap().into_iter().map(|row| row.text).collect()
}

#[orm::test(sqlite, postgres, models(Row))]
async fn they_are_what_was_given() {
    let copied = Row::copy_in_iter((1..=40_000).map(new)).await.unwrap();
    assert_eq!(copied.rows, 40_000);
    assert!(copied.bytes > 40_000 * 20 && copied.bytes < 40_000 * 60, "{copied:?}");
    assert!(copied.elapsed > Duration::ZERO && copied.rows_a_second() > 0.0 && copied.bytes_a_second() > 0.0);
    let rows = Row::all().order_by(|r| r.id).await.unwrap();
    assert_eq!(rows.len(), 40_000);
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(*row, Row { id: number, made_at: row.made_at, ..expected(number) });
        assert!((chrono::Utc::now() - row.made_at).num_minutes() < 5);
    }
}

fn expected(number: i64) -> Row {
    let (text, number) = (format!("row {number}"), (number % 3 != 0).then_some(number));
    Row { id: 0, text, number, rank: 7, note: "none".to_owned(), made_at: chrono::DateTime::UNIX_EPOCH }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn none_are_none() {
    let mut told = 0;
    let copied = Row::copy_in_iter(Vec::<NewRow>::new()).on_progress(|_| told += 1).await.unwrap();
    assert_eq!((copied.rows, copied.bytes, told), (0, 0, 0));
    assert_eq!(Row::copy_in(stream::empty::<NewRow>()).await.unwrap().rows, 0);
    assert!(texts().await.is_empty());
}

#[orm::test(sqlite, postgres, models(Row))]
async fn they_may_set_different_fields() {
    let row = |number: i64| match number % 4 {
        0 => new(number),
        1 => new(number).id(-number),
        2 => new(number).note("given"),
        _ => new(number).rank(1).note("given"),
    };
    assert_eq!(Row::copy_in_iter((0..1_000).map(row)).await.unwrap().rows, 1_000);
    assert_eq!(Row::filter(|r| r.id.lt(0)).count().await.unwrap(), 250);
    assert_eq!(Row::filter(|r| r.note.eq("given") & r.rank.eq(7)).count().await.unwrap(), 250);
    assert_eq!(Row::filter(|r| r.note.eq("given") & r.rank.eq(1)).count().await.unwrap(), 250);
    assert_eq!(Row::filter(|r| r.note.eq("none")).count().await.unwrap(), 500);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn progress_grows() {
    let mut seen = Vec::new();
    let rows = (0..50_000).map(new);
    let copied = Row::copy_in_iter(rows).on_progress(|progress| seen.push(*progress)).await.unwrap();
    assert!(seen.len() > 2, "{seen:?}");
    assert!(
        seen.is_sorted_by(|one, next| {
            one.rows < next.rows && one.bytes < next.bytes && one.elapsed <= next.elapsed
        })
    );
    let last = seen.last().unwrap();
    assert_eq!((last.rows, last.bytes), (copied.rows, copied.bytes));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn large_texts_are_sent_in_small_batches() {
    let large = "x".repeat(1 << 20);
    let mut told = 0;
    let rows = (0..20).map(|_| Row::create().text(large.as_str()));
    assert_eq!(Row::copy_in_iter(rows).on_progress(|_| told += 1).await.unwrap().rows, 20);
    assert!(told >= 5, "{told}");
    assert!(texts().await.iter().all(|text| *text == large));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_stream_may_wait() {
    let rows = stream::iter(0..100).then(|number| async move {
        if number % 10 == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok::<_, Error>(new(number))
    });
    assert_eq!(Row::copy_in(rows).await.unwrap().rows, 100);
    assert_eq!(texts().await.len(), 100);
}

#[derive(Model, Debug)]
#[orm(table = "copied_from")]
struct Origin {
    id: i64,
    text: String,
}

#[orm::test(sqlite, postgres, models(Row, Origin))]
async fn a_stream_may_read_from_the_same_database(db: Db) {
    Origin::copy_in_iter((0..40_000).map(|number| Origin::create().text(format!("{number}")))).await.unwrap();
    let copy = || {
        let rows = Origin::all().order_by(|o| o.id).stream();
        Row::copy_in(rows.map_ok(|origin| Row::create().text(origin.text)))
    };
    assert_eq!(copy().await.unwrap().rows, 40_000);
    db.atomic(async { copy().await }).await.unwrap();
    assert_eq!(texts().await.len(), 80_000);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn it_is_part_of_the_transaction_around_it(db: Db) {
    let undone = db
        .atomic(async {
            Row::copy_in_iter((0..10).map(new)).await?;
            assert_eq!(texts().await.len(), 10);
            Err::<(), _>(Error::custom("not today"))
        })
        .await;
    assert!(undone.is_err() && texts().await.is_empty());
    let tx = db.begin().await.unwrap();
    Row::copy_in_iter((0..10).map(new)).using(&tx).await.unwrap();
    Row::copy_in_iter((0..10).map(new)).using(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(texts().await.len(), 20);
}

#[derive(Model, Debug)]
#[orm(table = "copied_keys")]
struct OnlyKey {
    id: i64,
}

#[orm::test(sqlite, postgres, models(OnlyKey))]
async fn the_database_may_fill_every_column() {
    assert_eq!(OnlyKey::copy_in_iter((0..50).map(|_| OnlyKey::create())).await.unwrap().rows, 50);
    assert_eq!(OnlyKey::all().count().await.unwrap(), 50);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied_seats")]
struct Seat {
    #[orm(primary_key)]
    r#row: String,
    #[orm(primary_key)]
    number: i32,
}

#[derive(Model, Debug)]
#[orm(table = "copied_tickets")]
struct Ticket {
    id: i64,
    seat: Option<ForeignKey<Seat>>,
}

#[orm::test(sqlite, postgres, models(Seat, Ticket))]
async fn a_key_may_have_several_columns() {
    Seat::copy_in_iter((1..=5).map(|number| Seat::create().r#row("a").number(number))).await.unwrap();
    let tickets = (0..=5).map(|number| {
        Ticket::create().seat((number > 0).then(|| ForeignKey::new(orm::value::Composite(("a".to_owned(), number)))))
    });
    Ticket::copy_in_iter(tickets).await.unwrap();
    assert_eq!(Ticket::filter(|t| t.seat.number.ge(3)).count().await.unwrap(), 3);
    assert_eq!(Ticket::filter(|t| t.seat.is_null()).count().await.unwrap(), 1);
}

/// What the database has instead of the types that the fields would be given.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied_other_types")]
struct OtherTypes {
    id: i64,
    big: i64,
    medium: i32,
    double: f64,
    json: serde_json::Value,
    text: String,
    texts: Vec<String>,
    numbers: Vec<i64>,
}

on_both_outside! {
    /// The binary format of COPY is that of the columns, whatever they are.
    async fn columns_may_have_other_types_than_their_fields(outside: Outside) {
        if !outside.is_postgres() {
            return;
        }
        let columns = "id int4 GENERATED BY DEFAULT AS IDENTITY, big int4, medium int2, double float4, json json, \
            text varchar(5), texts varchar(5)[], numbers int2[]";
        outside.script(&format!("CREATE TABLE copied_other_types ({columns})"));
        let db = outside.connect().await;
        let row = |big: i64| {
            let row = OtherTypes::create().big(big).medium(5).double(0.5).json(serde_json::json!({"a": [1]}));
            row.text("abc").texts(vec!["a".to_owned(), String::new()]).numbers(vec![1, -5])
        };
        OtherTypes::copy_in_iter([row(70_000)]).using(&db).await.unwrap();
        let found = OtherTypes::get(1).using(&db).await.unwrap();
        let json = serde_json::json!({"a": [1]});
        let (texts, text) = (vec!["a".to_owned(), String::new()], "abc".to_owned());
        let (numbers, big, medium, double) = (vec![1, -5], 70_000, 5, 0.5);
        assert_eq!(found, OtherTypes { id: 1, big, medium, double, json, text, texts, numbers });
        let error = OtherTypes::copy_in_iter([row(1), row(1 << 40)]).using(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "invalid value for OtherTypes.big: row 1: it does not fit integer");
        outside.script("ALTER TABLE copied_other_types ALTER big TYPE text");
        // What the connections know of the table is older than that.
        let _ = OtherTypes::copy_in_iter([row(1)]).using(&db).await.unwrap_err();
        let error = OtherTypes::copy_in_iter([row(1)]).using(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "OtherTypes.big reads bigint, but the database's column is text");
    }
}
