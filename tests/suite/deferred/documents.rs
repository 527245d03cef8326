//! In documents and files.

use std::collections::HashSet;

use orm::model::Model;
use orm::prelude::*;
use serde_json::json;

use super::models::{Article, Author, NewArticle, articles, bodies};

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn what_is_not_loaded_is_null() {
    let rows = articles().await;
    let document = serde_json::to_value(&rows[1]).unwrap();
    assert_eq!(
        document,
        json!({"id": 2, "title": "two", "body": null, "type": null, "author": 2, "views": 0, "notes": null})
    );
    // And comes back as what is not loaded, so that saving it takes nothing away.
    let mut back: Article = serde_json::from_value(document).unwrap();
    assert_eq!(back, rows[1]);
    assert!(!back.notes.is_loaded());
    back.title = "dos".to_owned();
    back.save().await.unwrap();
    assert_eq!(bodies().await, ["the first text", "the second text", ""]);
    assert!(Article::filter(|a| a.notes.is_not_null()).exists().await.unwrap());

    rows[1].body.load().await.unwrap();
    let document = serde_json::to_value(&rows[1]).unwrap();
    assert_eq!(document["body"], "the second text");
    let back: Article = serde_json::from_value(document).unwrap();
    assert_eq!(back.body.get().unwrap(), "the second text");
    let without: Article = serde_json::from_value(json!({"id": 1, "title": "t", "views": 0})).unwrap();
    assert!(!without.body.is_loaded());
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn new_rows_and_patches_take_plain_values() {
    let new: NewArticle = serde_json::from_value(json!({"title": "t", "body": "b", "notes": null})).unwrap();
    let mut article = new.await.unwrap();
    assert_eq!((article.body.get().unwrap().as_str(), article.notes.get().unwrap()), ("b", &None));
    let missing = serde_json::from_value::<NewArticle>(json!({"title": "t"})).unwrap_err();
    assert!(missing.to_string().contains("body"), "{missing}");
    let null = serde_json::from_value::<NewArticle>(json!({"title": "t", "body": null}));
    assert!(null.is_err());
    article.update(|a| a.notes.set(vec!["n".to_owned()])).await.unwrap();
    // In a patch, null is NULL.
    let patch: <Article as Model>::Patch = serde_json::from_value(json!({"notes": null})).unwrap();
    article.apply(patch).await.unwrap();
    assert_eq!(Article::all().values(|a| a.notes).await.unwrap(), [None]);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn equality_and_sets() {
    let rows = articles().await;
    let other = Article::get(rows[0].id).await.unwrap();
    assert_eq!(rows[0], other);
    #[expect(clippy::mutable_key_type, reason = "that loading leaves the hash as it is, is what is tested")]
    let set: HashSet<&Article> = rows.iter().collect();
    rows[0].body.load().await.unwrap();
    assert!(set.contains(&rows[0]));
    assert_ne!(rows[0], other, "one has the text and the other one does not");
    other.body.load().await.unwrap();
    assert_eq!(rows[0], other);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn files_have_whole_rows() {
    articles().await;
    let mut file = Vec::new();
    Article::all().copy_out_csv(&mut file).await.unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    assert!(text.starts_with("id,title,body,type,author_id,views,notes\n1,one,the first text,7,1,0,\n"), "{text}");
    Article::filter(|a| a.id.gt(0)).delete().await.unwrap();
    assert_eq!(Article::copy_in_csv(file.as_slice()).await.unwrap().rows, 3);
    assert_eq!(bodies().await, ["the first text", "the second text", ""]);

    let mut lines = Vec::new();
    Article::all().copy_out_json_lines(&mut lines).await.unwrap();
    assert!(String::from_utf8(lines).unwrap().contains(r#""body":"the second text""#));
    let mut binary = Vec::new();
    Article::all().copy_out_binary(&mut binary).await.unwrap();
    assert!(binary.windows(8).any(|bytes| bytes == b"second t"));
}
