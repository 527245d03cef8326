//! Rows that were not read, or that have another key by now.

use orm::error::NotLoaded;
use orm::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// No foreign keys, which would have it known where the row is from anyway.
#[derive(Model, Debug, Clone, Serialize, Deserialize)]
#[orm(table = "late_plain", ordering = "id")]
struct Plain {
    id: i64,
    title: String,
    text: Deferred<String>,
}

/// Nothing that is written where the text is not here.
#[derive(Model, Debug, Serialize, Deserialize)]
#[orm(table = "late_bare", ordering = "id")]
struct Bare {
    id: i64,
    text: Deferred<String>,
}

async fn two() -> Vec<Plain> {
    Plain::bulk_create(["one", "two"].map(|n| Plain::create().title(n).text(format!("text {n}")))).await.unwrap();
    Plain::all().await.unwrap()
}

async fn texts() -> Vec<String> {
    Plain::all().values(|p| p.text).await.unwrap()
}

#[orm::test(sqlite, postgres, models(Plain, Bare))]
async fn a_row_of_a_document_that_was_saved() {
    two().await;
    let row = || serde_json::from_value::<Plain>(json!({"id": 2, "title": "dos"})).unwrap();
    let detached = row().text.load().await.unwrap_err();
    assert!(matches!(detached, orm::Error::NotLoaded { reason: NotLoaded::DetachedColumn, .. }), "{detached}");
    let mut saved = row();
    saved.save().await.unwrap();
    assert_eq!(saved.text.load().await.unwrap(), "text two");
    let mut saved = row();
    saved.save_only(|p| p.title).await.unwrap();
    assert_eq!(saved.text.load_one().await.unwrap(), "text two");
    let mut updated = row();
    updated.update(|p| p.title.set("duo")).await.unwrap();
    assert_eq!(updated.text.load().await.unwrap(), "text two");
    let mut many = [row()];
    Plain::bulk_save(&mut many).await.unwrap();
    assert_eq!(many[0].text.load().await.unwrap(), "text two");
    assert_eq!(texts().await, ["text one", "text two"]);

    Bare::create().text("bare").await.unwrap();
    let mut bare: Bare = serde_json::from_value(json!({"id": 1})).unwrap();
    bare.save().await.unwrap();
    assert_eq!(bare.text.load().await.unwrap(), "bare");
}

#[orm::test(sqlite, postgres, models(Plain, Bare))]
async fn a_row_that_became_another_one() {
    let mut rows = two().await;
    let mut row = rows.remove(0);
    row.text.load().await.unwrap();
    row.id = 2;
    row.save().await.unwrap();
    assert!(!row.text.is_loaded(), "what was loaded was of the row that it was");
    assert_eq!(row.text.load().await.unwrap(), "text two");
    row.text.get_mut().unwrap().push('!');
    row.save().await.unwrap();
    assert_eq!(texts().await, ["text one", "text two!"]);
    // What is its own is written to the row that it is now, and read anew from there.
    row.id = 1;
    row.save().await.unwrap();
    Plain::all().update(|p| p.text.set(p.text.concat("?"))).await.unwrap();
    assert_eq!(texts().await, ["text two!?", "text two!?"]);
    Plain::filter(|p| p.id.eq(1)).update(|p| p.text.set("of one")).await.unwrap();
    assert_eq!(row.text.load_one().await.unwrap(), "of one");
    assert_eq!(rows[0].text.load().await.unwrap(), "text two", "the other one keeps what it has");

    Bare::bulk_create(["a", "b"].map(|text| Bare::create().text(text))).await.unwrap();
    let mut bare = Bare::get(1).await.unwrap();
    bare.id = 2;
    bare.save().await.unwrap();
    assert_eq!(bare.text.load().await.unwrap(), "b");
    bare.id = 3;
    assert!(matches!(bare.save().await, Err(orm::Error::DoesNotExist { model: "Bare" })));
}
