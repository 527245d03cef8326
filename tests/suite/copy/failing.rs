//! Copies that do not come to their end: nothing of them is kept, and the connection is as good as before.

use std::io;

use futures_util::{StreamExt, stream};
use orm::prelude::*;
use orm::{Db, Error};

use crate::polls::dropped_after;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied_failing")]
struct Row {
    id: i64,
    #[orm(unique)]
    number: i64,
    #[orm(max_length = 8)]
    text: String,
    #[orm(unique)]
    label: Option<String>,
}

fn new(number: i64) -> NewRow {
    Row::create().number(number).text("text")
}

async fn count() -> u64 {
    Row::all().count().await.unwrap()
}

/// Whatever has failed, the next one succeeds.
async fn is_usable() {
    Row::copy_in_iter([new(-1)]).await.unwrap();
    assert_eq!(count().await, 1);
    Row::all().delete().everything().await.unwrap();
}

#[orm::test(sqlite, postgres, models(Row))]
async fn an_error_of_the_stream_is_the_copys() {
    for after in [0, 5, 20_000] {
        let rows = (0..after).map(|number| Ok(new(number))).chain([Err(io::Error::other("the file is broken"))]);
        let error = Row::copy_in(stream::iter(rows)).await.unwrap_err();
        assert_eq!(error.downcast_ref::<io::Error>().unwrap().to_string(), "the file is broken");
        assert_eq!(count().await, 0);
        is_usable().await;
    }
    let error = Row::copy_in_iter([Err::<NewRow, _>(Error::Deadlock)]).await.unwrap_err();
    assert!(matches!(error, Error::Deadlock));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_constraint_undoes_all() {
    let numbers = (0..30_000).chain([17]).chain(40_000..45_000);
    let error = Row::copy_in_iter(numbers.map(new)).await.unwrap_err();
    assert!(matches!(&error, Error::UniqueViolation { model, fields, .. } if model == "Row" && fields == &["number"]));
    assert_eq!(count().await, 0);
    is_usable().await;
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_value_that_cannot_be_held_is_named() {
    for (text, message) in [
        ("nul \0", "invalid value for Row.text: row 20000: text cannot hold the character NUL"),
        ("too long for it", "invalid Row: row 20000: text: the text has 15 characters, and at most 8 fit"),
    ] {
        let row = |number| if number == 20_000 { new(number).text(text) } else { new(number) };
        let error = Row::copy_in_iter((0..30_000).map(row)).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(count().await, 0);
        is_usable().await;
    }
    // Also where rows set different fields.
    let row = |number: i64| match number {
        9 => new(number).label("\0"),
        _ if number % 2 == 0 => new(number).id(number + 1),
        _ => new(number),
    };
    let error = Row::copy_in_iter((0..20).map(row)).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Row.label: row 9: text cannot hold the character NUL");
}

#[orm::test(sqlite, postgres, models(Row))]
async fn dropped_it_keeps_nothing(db: Db) {
    for polls in (1..40).chain([60, 100, 200]) {
        let rows = stream::iter(0..60_000).map(new);
        let copied = dropped_after(polls, Row::copy_in(rows)).await;
        let kept = count().await;
        assert_eq!(kept, copied.map_or(0, |copied| copied.unwrap().rows), "after {polls} polls");
        Row::all().delete().everything().await.unwrap();
    }
    let never = Row::copy_in(stream::iter(0..20_000).map(new).chain(stream::pending()));
    assert!(tokio::time::timeout(std::time::Duration::from_millis(300), never).await.is_err());
    assert_eq!(count().await, 0);
    drop(Row::copy_in_iter([new(1)]));
    is_usable().await;
    assert!(!db.in_transaction());
}

#[orm::test(sqlite, postgres, models(Row))]
async fn in_a_transaction_the_rest_of_it_stays(db: Db) {
    db.atomic(async {
        Row::create().number(1).text("before").await?;
        let _ = Row::copy_in_iter((0..20_000).map(new)).await.unwrap_err();
        let row = |number| if number == 17_000 { new(number).text("\0") } else { new(number) };
        let _ = Row::copy_in_iter((2..20_000).map(row)).await.unwrap_err();
        for polls in 1..20 {
            let copied = dropped_after(polls, Row::copy_in(stream::iter(2..20_000).map(new))).await;
            assert!(copied.is_none(), "after {polls} polls");
        }
        assert_eq!(count().await, 1);
        Row::copy_in_iter((2..20_000).map(new)).await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(count().await, 19_999);
}

#[derive(Model, Debug)]
#[orm(table = "copied_missing")]
struct Missing {
    id: i64,
    text: String,
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_table_that_is_missing_is_named() {
    let error = Missing::copy_in_iter([Missing::create().text("a")]).await.unwrap_err();
    assert!(matches!(&error, Error::MissingTable { table } if table == "copied_missing"), "{error}");
    is_usable().await;
}
