//! Rules about what is not loaded, or was loaded later.

use chrono::TimeDelta;
use orm::Error;
use orm::error::Invalid;
use orm::prelude::*;
use orm::validation::Draft;

#[derive(Model, Debug, Clone)]
#[orm(table = "late_paper", ordering = "id", validate = is_explained, validate = is_titled)]
struct Paper {
    id: i64,
    title: String,
    #[orm(default = false)]
    done: bool,
    #[orm(validate = polite)]
    text: Deferred<String>,
    notes: Deferred<Option<String>>,
}

fn polite(text: &str) -> Result<(), &'static str> {
    if text.contains("darn") { Err("mind your words") } else { Ok(()) }
}

/// What is done has notes, and so has what is called so.
fn is_explained(paper: &Draft<'_, Paper>) -> Result<(), Invalid> {
    let is_done = paper.get(|p| p.done) == Some(true);
    if is_done && paper.get(|p| p.notes).flatten().is_none() { Err("there are no notes".into()) } else { Ok(()) }
}

/// Looking at a draft is not asking for what is in it.
fn is_titled(paper: &Draft<'_, Paper>) -> Result<(), Invalid> {
    let shown = format!("{paper:?}");
    if paper.get(|p| p.title) == Some(String::new()) { Err(shown.into()) } else { Ok(()) }
}

#[track_caller]
fn refused<T>(done: orm::Result<T>, of: &str) {
    match done.err() {
        Some(Error::Validation { problems, .. }) => {
            assert!(problems.iter().any(|problem| problem.message.contains(of)));
        }
        other => panic!("{other:?}"),
    }
}

#[orm::test(sqlite, postgres, models(Paper))]
async fn of_one_that_was_loaded_and_is_named() {
    Paper::create().title("t").text("oh ").await.unwrap();
    // By an expression, which is not looked at.
    Paper::all().update(|p| p.text.set(p.text.concat("darn"))).await.unwrap();
    let mut row = Paper::all().get().await.unwrap();
    assert!(row.validate().is_ok());
    row.text.load().await.unwrap();
    refused(row.save_only(|p| p.text).await, "words");
    refused(Paper::bulk_update(&mut [row.clone()], |p| p.text).await, "words");
    refused(row.validate(), "words");
    // What is not written is not looked at.
    row.save_only(|p| p.title).await.unwrap();
    row.save().await.unwrap();
    Paper::bulk_save(&mut [row.clone()]).await.unwrap();
    Paper::bulk_update(&mut [row.clone()], |p| p.title).await.unwrap();
    let mut work = orm::batch();
    work.save(&row);
    work.commit().await.unwrap();
    row.text.get_mut().unwrap();
    refused(row.save().await, "words");
}

#[orm::test(sqlite, postgres, models(Paper))]
async fn of_whole_rows() {
    refused(Paper::create().title("t").text("x").done(true).await, "no notes");
    let made = Paper::create().title("t").text("x").notes("n".to_owned()).done(true).await.unwrap();
    assert_eq!(made.notes.get().unwrap().as_deref(), Some("n"));
    // It was read as always: nobody knows that there are no notes.
    let mut row = Paper::get(made.id).await.unwrap();
    row.title = "u".to_owned();
    row.save().await.unwrap();
    assert!(row.validate().is_ok());
    Paper::bulk_save(&mut [row.clone()]).await.unwrap();
    row.apply(Paper::patch().title("v")).await.unwrap();
    // It is known, or will be.
    refused(row.apply(Paper::patch().notes(None)).await, "no notes");
    Paper::all().update(|p| p.notes.set(None)).await.unwrap();
    row.save().await.unwrap();
    row.notes.load().await.unwrap();
    refused(row.save().await, "no notes");
    row.notes.set("again".to_owned());
    row.save().await.unwrap();
    // Other rules count as before.
    let mut row = Paper::get(made.id).await.unwrap();
    row.title.clear();
    refused(row.save().await, "Paper { id");
}

#[derive(Model, Debug)]
#[orm(table = "late_span", hooks)]
struct Span {
    id: i64,
    title: String,
    span: Deferred<TimeDelta>,
}

impl Hooks for Span {
    async fn before_save(&mut self) -> orm::Result<()> {
        self.span.set(TimeDelta::seconds(7));
        Ok(())
    }
}

#[orm::test(sqlite, postgres, models(Span))]
async fn what_no_column_can_hold_is_here_all_the_same() {
    let id = Span::create().title("t").span(TimeDelta::seconds(5)).await.unwrap().id;
    let mut row = Span::get(id).await.unwrap();
    row.span.set(TimeDelta::MAX);
    // The hook's value is not to be written here, and what was set before is not lost as if it were not loaded.
    row.save_only(|s| s.title).await.unwrap();
    assert!(row.span.is_loaded());
    row.span.set(TimeDelta::MAX);
    row.refresh().await.unwrap();
    assert_eq!(*row.span.get().unwrap(), TimeDelta::seconds(5));
    row.span.set(TimeDelta::MAX);
    row.save().await.unwrap();
    assert_eq!(Span::all().values(|s| s.span).get().await.unwrap(), TimeDelta::seconds(7));
}
