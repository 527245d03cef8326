//! What is loaded later, for all rows that were read together.

use orm::error::NotLoaded;
use orm::prelude::*;
use orm::testing::assert_queries;
use orm::{Db, Error};

use super::models::{Article, Author, Page, articles};

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn one_query_loads_it_for_all() {
    let articles = articles().await;
    assert_eq!(
        articles[0].body.get().unwrap_err().to_string(),
        "Article.body is deferred and not loaded: add .undefer(|a| a.body) to the query, or call load() on it"
    );
    assert!(matches!(
        articles[0].body.get(),
        Err(Error::NotLoaded { model: "Article", relation: "body", reason: NotLoaded::Column })
    ));
    assert_eq!(format!("{:?}", articles[0].body), "Deferred(not loaded)");
    assert_queries(1, async {
        for (article, body) in articles.iter().zip(["the first text", "the second text", ""]) {
            assert_eq!(article.body.load().await.unwrap(), body);
        }
    })
    .await;
    assert_eq!(articles[2].body.get().unwrap(), "");
    assert_eq!(format!("{:?}", articles[0].body), r#"Deferred("the first text")"#);
    // Each column is loaded by itself, and NULL is a value.
    assert!(!articles[1].notes.is_loaded());
    assert_eq!(articles[1].notes.load().await.unwrap().as_deref(), Some(["a".to_owned(), "b".to_owned()].as_slice()));
    assert_eq!(articles[0].notes.get().unwrap(), &None);
    assert_eq!(*articles[1].r#type.load().await.unwrap(), 3);
    assert_eq!(*articles[0].r#type.get().unwrap(), 7);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_that_moved_are_loaded_too() {
    let mut rows = articles().await;
    let last = rows.pop().unwrap();
    let copy = rows[0].clone();
    tokio::spawn(orm::scope(&orm::default_db().unwrap(), async move { last.body.load().await.map(drop) }))
        .await
        .unwrap()
        .unwrap();
    assert_queries(0, async {
        assert_eq!(rows[0].body.get().unwrap(), "the first text");
        assert_eq!(copy.body.get().unwrap(), "the first text");
    })
    .await;
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn for_one_row_alone() {
    let articles = articles().await;
    assert_queries(1, async { assert_eq!(articles[1].body.load_one().await.unwrap(), "the second text") }).await;
    assert!(!articles[1].body.is_loaded() && articles[1].body.is_absent());

    let single = Article::get(articles[1].id).await.unwrap();
    assert_eq!(single.body.load().await.unwrap(), "the second text");
    assert!(!articles[1].body.is_loaded(), "it was not read with these");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn two_at_the_same_time_ask_once() {
    let articles = articles().await;
    assert_queries(1, async {
        let (a, b) = tokio::join!(async { articles[0].body.load().await }, async { articles[1].body.load().await });
        assert_eq!((a.unwrap().as_str(), b.unwrap().as_str()), ("the first text", "the second text"));
    })
    .await;
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn a_row_that_is_gone() {
    let articles = articles().await;
    Article::filter(|a| a.title.eq("two")).delete().await.unwrap();
    assert_eq!(articles[0].body.load().await.unwrap(), "the first text");
    assert!(matches!(articles[1].body.load().await, Err(Error::DoesNotExist { model: "Article" })));
    assert!(matches!(articles[1].body.get(), Err(Error::DoesNotExist { model: "Article" })));
    assert!(matches!(articles[1].body.load_one().await, Err(Error::DoesNotExist { model: "Article" })));
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_of_relations() {
    articles().await;
    let rows = Article::all().select_related(|a| a.author).await.unwrap();
    let author = |at: usize| rows[at].author.as_ref().unwrap().get().unwrap();
    assert_eq!((author(0).name.as_str(), author(1).name.as_str()), ("ann", "bob"));
    assert_queries(1, async {
        assert_eq!(author(0).bio.load().await.unwrap().as_deref(), Some("wrote all of it"));
        assert_eq!(author(1).bio.load().await.unwrap().as_deref(), None);
    })
    .await;

    let authors = Author::all().prefetch_related(|a| a.articles.with(Article::all().undefer(|a| a.body)));
    let authors = assert_queries(2, async { authors.await.unwrap() }).await;
    assert_eq!(authors[0].articles.get().unwrap()[0].body.get().unwrap(), "the first text");
    assert!(!authors[0].articles.get().unwrap()[0].notes.is_loaded());

    let authors = Author::all().prefetch_related(|a| a.articles).await.unwrap();
    assert_queries(1, async {
        for article in authors.iter().flat_map(|author| author.articles.get().unwrap()) {
            article.body.load().await.unwrap();
        }
    })
    .await;
    let picked = Author::all()
        .prefetch_related(|a| a.articles.with(Article::all().undefer(|a| a.body).order_by(|a| a.body.desc()).limit(1)));
    assert_eq!(picked.await.unwrap()[0].articles.picked().unwrap()[0].body.get().unwrap(), "the first text");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn loading_can_be_forbidden() {
    articles().await;
    let article = Article::all().forbid_loading().first().await.unwrap().unwrap();
    assert_eq!(
        article.body.load().await.unwrap_err().to_string(),
        "Article.body is deferred and not loaded, and the query of its row forbids loading it now: \
         add .undefer(|a| a.body) to that"
    );
    assert!(matches!(article.body.load_one().await, Err(Error::NotLoaded { .. })));
    let article = Article::all().forbid_loading().undefer(|a| a.body).first().await.unwrap().unwrap();
    assert_eq!(article.body.load().await.unwrap(), "the first text");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_that_the_program_wrote_out() {
    let mut article = articles().await.swap_remove(0);
    article.body = Deferred::default();
    assert_eq!(
        article.body.load().await.unwrap_err().to_string(),
        "the row of this deferred field was not read from the database: read it first, or set the field"
    );
    article.body = "text".to_owned().into();
    assert_queries(0, async { assert_eq!(article.body.load().await.unwrap(), "text") }).await;
    article.body.get_mut().unwrap().push('s');
    assert_eq!(article.body.get().unwrap(), "texts");
}

#[orm::test(sqlite, postgres, models(Page))]
async fn by_keys_of_several_columns() {
    for number in 1..4 {
        let page = Page::create().book("b").number(number).text("x".repeat(usize::try_from(number).unwrap())).await;
        assert_eq!(*page.unwrap().size.get().unwrap(), number);
    }
    let pages = Page::all().order_by(|p| p.number).await.unwrap();
    assert_queries(2, async {
        for page in &pages {
            assert_eq!(page.text.load().await.unwrap().len(), usize::try_from(page.number).unwrap());
            assert_eq!(*page.size.load().await.unwrap(), page.number);
        }
    })
    .await;
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn in_the_transaction_around_and_on_the_named_database(db: Db) {
    let rows = articles().await;
    let loaded = orm::atomic(async {
        Article::all().update(|a| a.body.set("changed")).await?;
        Ok(rows[0].body.load().await?.clone())
    });
    assert_eq!(loaded.await.unwrap(), "changed");

    let named = Article::all().using(&db).await.unwrap();
    assert_eq!(named[2].body.load().await.unwrap(), "changed");
    let mut transaction = Vec::new();
    orm::atomic(async {
        transaction = Article::all().undefer(|a| a.body).await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(transaction[1].body.get().unwrap(), "changed");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn many_rows_and_none() {
    let new = (0..5_000).map(|n| Article::create().title("t").body(format!("{n} \u{1f600} '\" \\ \n")));
    Article::bulk_create(new).await.unwrap();
    let articles = Article::all().await.unwrap();
    assert_queries(1, async {
        for (n, article) in articles.iter().enumerate() {
            assert_eq!(*article.body.load().await.unwrap(), format!("{n} \u{1f600} '\" \\ \n"));
        }
    })
    .await;
    assert!(Article::all().undefer(|a| (a.body, a.notes)).filter(|a| a.body.eq("")).await.unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn what_is_here_is_read_anew() {
    articles().await;
    let read = Article::all().undefer(|a| a.body).order_by(|a| a.id).first().await.unwrap().unwrap();
    let made = Article::create().title("new").body("x").await.unwrap();
    let mut refreshed = Article::get(read.id).await.unwrap();
    refreshed.body.load().await.unwrap();
    refreshed.refresh().await.unwrap();
    let mut set = Article::get(read.id).await.unwrap();
    set.body.set("mine");
    Article::all().update(|a| a.body.set("changed")).await.unwrap();
    for (row, own) in [(&read, "the first text"), (&made, "x"), (&refreshed, "the first text"), (&set, "mine")] {
        assert_queries(1, async { assert_eq!(row.body.load_one().await.unwrap(), "changed") }).await;
        assert_queries(0, async { assert_eq!(row.body.load().await.unwrap(), own, "and not kept") }).await;
    }
    assert_eq!(made.notes.load_one().await.unwrap(), None);
    Article::filter(|a| a.id.gt(0)).delete().await.unwrap();
    assert!(matches!(made.body.load_one().await, Err(Error::DoesNotExist { model: "Article" })));
    assert_eq!(made.body.load().await.unwrap(), "x");
}
