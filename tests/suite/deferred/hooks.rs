//! Writes that do more, and those that come to nothing.

use std::sync::{Arc, Mutex};

use orm::Error;
use orm::prelude::*;
use orm::testing::assert_queries;

#[derive(Model, Debug)]
#[orm(table = "late_note", hooks)]
struct Note {
    id: i64,
    title: String,
    text: Deferred<String>,
}

impl Hooks for Note {
    async fn before_save(&mut self) -> orm::Result<()> {
        if self.title == "shouted" {
            self.text.set("LOUD");
        }
        Ok(())
    }

    async fn after_save(&mut self) -> orm::Result<()> {
        if self.title == "refused" { Err(Error::custom("not saved")) } else { Ok(()) }
    }
}

/// A title that no other test has, nor this one in another database: receivers hear of all.
fn own_title() -> String {
    format!("{:?}", std::thread::current().id())
}

async fn note(title: &str) -> Note {
    let note = Note::create().title(title).text("text").await.unwrap();
    Note::get(note.id).await.unwrap()
}

#[orm::test(sqlite, postgres, models(Note))]
async fn what_fails_leaves_it_unloaded() {
    let mut refused = note("refused").await;
    assert!(refused.update(|n| n.text.set("other")).await.is_err());
    assert!(!refused.text.is_loaded());
    assert_eq!(refused.text.load().await.unwrap(), "text", "it still knows where it came from");
    let mut refused = note("refused").await;
    refused.text.set("mine");
    assert!(refused.save().await.is_err());
    assert_eq!(refused.text.get().unwrap(), "mine", "and so it is written when it is tried again");
    let patched = note("refused").await.apply(Note::patch().text("other")).await;
    assert!(patched.is_err());
    assert_eq!(Note::all().values(|n| n.text).await.unwrap(), ["text"; 3]);
}

#[orm::test(sqlite, postgres, models(Note))]
async fn what_is_put_back_is_not_the_rows_own() {
    async fn is_left_alone(mut note: Note) {
        assert_queries(0, async { assert_eq!(note.text.load().await.unwrap(), "text", "it is what was loaded") }).await;
        Note::all().update(|n| n.text.set("by another")).await.unwrap();
        note.title = "calm".to_owned();
        note.save().await.unwrap();
        assert_eq!(Note::all().values(|n| n.text).get().await.unwrap(), "by another");
        Note::filter(|n| n.id.gt(0)).delete().await.unwrap();
    }

    // A hook changes what is not to be written.
    let mut shouted = note("shouted").await;
    shouted.text.load().await.unwrap();
    shouted.save_only(|n| n.title).await.unwrap();
    is_left_alone(shouted).await;
    let mut shouted = note("shouted").await;
    shouted.text.load().await.unwrap();
    shouted.update(|n| n.title.set("calm")).await.unwrap();
    is_left_alone(shouted).await;
    // The write fails.
    let mut refused = note("refused").await;
    refused.text.load().await.unwrap();
    assert!(refused.update(|n| n.text.set("mine")).await.is_err());
    is_left_alone(refused).await;
    let mut refused = note("refused").await;
    refused.text.load().await.unwrap();
    assert!(refused.apply(Note::patch().text("text")).await.is_err());
    is_left_alone(refused).await;
}

#[orm::test(sqlite, postgres, models(Note))]
async fn what_a_hook_sets_is_written() {
    let mut shouted = note("shouted").await;
    shouted.save_only(|n| n.title).await.unwrap();
    assert!(!shouted.text.is_loaded(), "only the title was to be written");
    shouted.save().await.unwrap();
    assert_eq!(Note::all().values(|n| n.text).await.unwrap(), ["LOUD"]);
}

#[orm::test(sqlite, postgres, models(Note))]
async fn receivers_are_told_what_was_there() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let place = Arc::clone(&told);
    let title = own_title();
    let receiver = orm::on_write(move |event| {
        let (told, title) = (Arc::clone(&place), title.clone());
        async move {
            if event.is::<Note>() && matches!(event.value("title"), Some(orm::value::Value::Text(t)) if *t == *title) {
                told.lock().unwrap().push((event.written().to_vec(), event.value("text").is_some()));
            }
            Ok(())
        }
    });
    let mut told_of = note(&own_title()).await;
    told_of.save().await.unwrap();
    told_of.text.set("other");
    told_of.save().await.unwrap();
    receiver.disconnect();
    let told = told.lock().unwrap();
    let told: Vec<_> = told.iter().map(|(written, has_text)| (written.as_slice(), *has_text)).collect();
    assert_eq!(
        told,
        [
            (["id", "title", "text"].as_slice(), true),
            (["id", "title"].as_slice(), false),
            (["id", "title", "text"].as_slice(), true)
        ]
    );
}

#[orm::test(sqlite, postgres, models(Note))]
async fn a_named_field_that_was_loaded_is_told_of() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let place = Arc::clone(&told);
    let title = own_title();
    let receiver = orm::on_write(move |event| {
        let (told, title) = (Arc::clone(&place), title.clone());
        async move {
            if event.is::<Note>() && matches!(event.value("title"), Some(orm::value::Value::Text(t)) if *t == *title) {
                told.lock().unwrap().push((event.written().to_vec(), event.value("text").cloned()));
            }
            Ok(())
        }
    });
    let mut named = note(&own_title()).await;
    named.text.load().await.unwrap();
    named.save_only(|n| n.text).await.unwrap();
    named.save_only(|n| n.title).await.unwrap();
    receiver.disconnect();
    let text = || Some(orm::value::Value::Text("text".into()));
    let told = told.lock().unwrap();
    assert_eq!(told[1..], [(vec!["text"], text()), (vec!["title"], None)]);
}
