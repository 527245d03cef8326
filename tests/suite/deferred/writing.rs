//! What is not loaded is neither written nor lost.

use orm::prelude::*;
use orm::testing::assert_queries;
use orm::{Error, batch};

use super::models::{Article, Author, Page, articles, bodies};

const TEXTS: [&str; 3] = ["the first text", "the second text", ""];

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn a_new_row_has_it() {
    let article = Article::create().title("t").body("b").await.unwrap();
    assert_eq!((article.body.get().unwrap().as_str(), *article.r#type.get().unwrap()), ("b", 7));
    assert_eq!(article.notes.get().unwrap(), &None);
    let (again, created) =
        Article::get_or_create(|a| a.title.eq("t"), Article::create().title("t").body("c")).await.unwrap();
    assert!(!created && !again.body.is_loaded());
    let upserted = Article::bulk_create([Article::create().title("u").body("d")]).await.unwrap();
    assert_eq!(upserted[0].body.get().unwrap(), "d");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn saving_leaves_alone_what_is_not_loaded() {
    let mut rows = articles().await;
    rows[0].title = "uno".to_owned();
    rows[0].save().await.unwrap();
    assert_eq!(bodies().await, TEXTS);
    assert!(!rows[0].body.is_loaded());

    rows[0].body.set("changed");
    rows[0].save().await.unwrap();
    assert_eq!(bodies().await, ["changed", "the second text", ""]);
    // What was loaded later is as it is in the table, and not written again.
    assert_eq!(rows[1].body.load().await.unwrap(), "the second text");
    Article::all().update(|a| a.body.set("by another")).await.unwrap();
    rows[1].title = "dos".to_owned();
    rows[1].save().await.unwrap();
    assert_eq!(bodies().await[1], "by another");
    // Unless it is changed.
    rows[1].body.get_mut().unwrap().push_str(" of mine");
    rows[1].save().await.unwrap();
    assert_eq!(bodies().await[1], "the second text of mine");
    assert_eq!(rows[2].body.get().unwrap(), "", "the others have what was loaded");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn naming_what_is_not_loaded_is_refused() {
    let mut rows = articles().await;
    let message = "invalid value for Article.body: it is deferred and not loaded: call load() on it or set it, \
                   or name only other fields to be written";
    assert_eq!(rows[0].save_only(|a| (a.title, a.body)).await.unwrap_err().to_string(), message);
    assert_eq!(Article::bulk_update(&mut rows, |a| a.body).await.unwrap_err().to_string(), message);
    assert_eq!(Article::bulk_update(&mut rows[..1], |a| a.body).await.unwrap_err().to_string(), message);
    assert!(matches!(rows[0].save_only(|a| a.body).await, Err(Error::InvalidValue { field: "body", .. })));
    rows[0].body.load().await.unwrap();
    assert_eq!(Article::bulk_update(&mut rows, |a| (a.title, a.body)).await.unwrap(), 3);
    rows[0].body.set("x");
    rows[0].save_only(|a| a.body).await.unwrap();
    assert_eq!(bodies().await, ["x", "the second text", ""]);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn many_at_once() {
    let mut rows = articles().await;
    rows.iter_mut().for_each(|row| row.views += 1);
    assert_queries(1, async { Article::bulk_save(&mut rows).await.unwrap() }).await;
    assert_eq!(bodies().await, TEXTS);
    rows[1].body.set("changed");
    rows[2].notes.set(vec!["n".to_owned()]);
    rows.iter_mut().for_each(|row| row.views += 1);
    Article::bulk_save(&mut rows).await.unwrap();
    assert_eq!(bodies().await, ["the first text", "changed", ""]);
    let notes = Article::all().values(|a| (a.views, a.notes)).await.unwrap();
    assert_eq!(notes, [(2, None), (2, Some(vec!["a".to_owned(), "b".to_owned()])), (2, Some(vec!["n".to_owned()]))]);
    // All or nothing.
    Article::filter(|a| a.title.eq("three")).delete().await.unwrap();
    rows.iter_mut().for_each(|row| row.views = 9);
    assert!(matches!(Article::bulk_save(&mut rows).await, Err(Error::DoesNotExist { .. })));
    assert_eq!(Article::all().values(|a| a.views).await.unwrap(), [2, 2]);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn in_a_batch() {
    let mut rows = articles().await;
    let mut work = batch();
    rows[0].title = "uno".to_owned();
    rows[1].body.set("changed");
    for row in &rows {
        work.save(row);
    }
    work.commit().await.unwrap();
    assert_eq!(bodies().await, ["the first text", "changed", ""]);
    assert_eq!(Article::get(rows[0].id).await.unwrap().title, "uno");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn updates_and_patches() {
    let mut row = articles().await.swap_remove(0);
    row.update(|a| a.body.set(a.body.concat("!"))).await.unwrap();
    assert_eq!(row.body.get().unwrap(), "the first text!");
    let mut row = Article::get(row.id).await.unwrap();
    let changed = row.apply(Article::patch().body("patched").title("one")).await.unwrap();
    assert_eq!(changed, ["body"]);
    assert_eq!((row.body.get().unwrap().as_str(), bodies().await[0].as_str()), ("patched", "patched"));
    let mut row = Article::get(row.id).await.unwrap();
    row.merge(Article::patch().body("merged")).unwrap();
    row.save().await.unwrap();
    assert_eq!(bodies().await[0], "merged");
    // Longer than it may be.
    row.body.set("x".repeat(1001));
    assert!(matches!(row.save().await, Err(Error::Validation { .. })));
    assert!(matches!(row.validate(), Err(Error::Validation { .. })));
    assert!(Article::get(row.id).await.unwrap().validate().is_ok());
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn reading_again() {
    let mut rows = articles().await;
    rows[0].refresh().await.unwrap();
    assert!(!rows[0].body.is_loaded(), "what was not loaded is not");
    rows[1].body.load().await.unwrap();
    Article::all().update(|a| (a.body.set("changed"), a.title.set("t"))).await.unwrap();
    assert_queries(1, async { rows[1].refresh().await.unwrap() }).await;
    assert_eq!((rows[1].body.get().unwrap().as_str(), rows[1].title.as_str()), ("changed", "t"));
    assert!(!rows[1].notes.is_loaded());
    assert_eq!(rows[2].body.get().unwrap(), "", "it was loaded before");
    rows[0].body.set("mine");
    rows[0].refresh().await.unwrap();
    assert_eq!(rows[0].body.get().unwrap(), "changed");
}

#[orm::test(sqlite, postgres, models(Page))]
async fn with_versions_and_computed_columns() {
    for number in 1..3 {
        Page::create().book("b").number(number).text("text").await.unwrap();
    }
    let mut pages = Page::all().order_by(|p| p.number).await.unwrap();
    pages[0].save().await.unwrap();
    assert_eq!(pages[0].version, 2);
    assert!(!pages[0].size.is_loaded());
    pages[0].text.set("longer text");
    pages[0].save().await.unwrap();
    assert!(!pages[0].size.is_loaded());
    assert_eq!(*pages[0].size.load().await.unwrap(), 11);
    pages[0].text.set("text");
    pages[0].save().await.unwrap();
    assert_eq!(*pages[0].size.get().unwrap(), 4, "what was loaded is what the database computes now");

    pages[1].text.set("a");
    Page::bulk_save(&mut pages).await.unwrap();
    assert_eq!(pages.iter().map(|page| page.version).collect::<Vec<_>>(), [5, 2]);
    let mut read = Page::all().order_by(|p| p.number).await.unwrap();
    assert_eq!(read.iter().map(|page| page.version).collect::<Vec<_>>(), [5, 2]);
    Page::bulk_save(&mut read).await.unwrap();
    Page::bulk_save(&mut read).await.unwrap();
    assert!(matches!(Page::bulk_save(&mut pages).await, Err(Error::StaleObject { .. })));
    assert_eq!(
        Page::all().order_by(|p| p.number).values(|p| (p.text, p.version)).await.unwrap(),
        [("text".to_owned(), 7), ("a".to_owned(), 4)]
    );
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_that_are_given_back() {
    articles().await;
    let changed = Article::filter(|a| a.title.eq("two")).update(|a| a.body.set("changed")).returning().await.unwrap();
    assert!(!changed[0].body.is_loaded());
    assert_eq!(changed[0].body.load().await.unwrap(), "changed");
    let rows = Article::filter(|a| a.title.eq("two")).undefer(|a| a.body);
    let changed = rows.clone().update(|a| a.body.set("again")).returning().await.unwrap();
    assert_eq!(changed[0].body.get().unwrap(), "again");
    let gone = rows.delete().returning().await.unwrap();
    assert_eq!(gone[0].body.get().unwrap(), "again");

    let again = Article::create().id(1).title("uno").body("upserted");
    let (row, is_new) = again.on_conflict(|a| a.id).do_update(|a| (a.title, a.body)).with_inserted().await.unwrap();
    assert!(!is_new && !row.body.is_loaded() && row.title == "uno");
    assert_eq!(row.body.load().await.unwrap(), "upserted");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_that_are_made_together() {
    let eve = Author::create().name("eve").articles([Article::create().title("a").body("x")]).await.unwrap();
    assert_eq!(eve.articles.get().unwrap()[0].body.get().unwrap(), "x");
    assert_eq!(eve.bio.get().unwrap(), &None);
    eve.articles.create(Article::create().title("b").body("y")).await.unwrap();
    let mut authors = Author::all().await.unwrap();
    orm::prefetch(&mut authors, |a| a.articles).await.unwrap();
    assert_eq!(authors[0].articles.get().unwrap()[1].body.load().await.unwrap(), "y");
}
