use orm::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Model, Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[orm(table = "late_author", ordering = "name")]
pub(super) struct Author {
    // Before the key, so that the key is not the first column of the table.
    pub(super) bio: Deferred<Option<String>>,
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) articles: HasMany<Article>,
}

#[derive(Model, Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[orm(table = "late_article", ordering = "id")]
pub(super) struct Article {
    pub(super) id: i64,
    #[orm(max_length = 40)]
    pub(super) title: String,
    #[orm(max_length = 1000)]
    pub(super) body: Deferred<String>,
    #[orm(default = 7)]
    pub(super) r#type: Deferred<i32>,
    pub(super) author: Option<ForeignKey<Author>>,
    #[orm(default = 0)]
    pub(super) views: i32,
    pub(super) notes: orm::relation::Deferred<Option<Vec<String>>>,
}

/// Nothing but a key of two columns, a version, and what is deferred.
#[derive(Model, Debug, Clone)]
#[orm(table = "late_page")]
pub(super) struct Page {
    #[orm(primary_key)]
    pub(super) book: String,
    #[orm(primary_key)]
    pub(super) number: i32,
    pub(super) text: Deferred<String>,
    #[orm(generated = "length(text)")]
    pub(super) size: Deferred<i32>,
    #[orm(version)]
    pub(super) version: i64,
}

pub(super) async fn articles() -> Vec<Article> {
    let ann = Author::create().name("ann").bio("wrote all of it").await.unwrap();
    let bob = Author::create().name("bob").await.unwrap();
    let new = |title: &str, body: &str, author: &Author| Article::create().title(title).body(body).author(author);
    let notes = vec!["a".to_owned(), "b".to_owned()];
    Article::bulk_create([
        new("one", "the first text", &ann),
        new("two", "the second text", &bob).notes(notes).r#type(3),
        new("three", "", &ann),
    ])
    .await
    .unwrap();
    Article::all().await.unwrap()
}

/// What is in the table, whatever rows at hand hold.
pub(super) async fn bodies() -> Vec<String> {
    Article::all().order_by(|a| a.id).values(|a| a.body).await.unwrap()
}
