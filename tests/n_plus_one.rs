//! What notices relations that are loaded row by row. A program of its own, because its mode is that of the whole program.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use orm::prelude::*;
use orm::testing::{NPlusOne, count_queries, set_n_plus_one};
use tracing::field::{Field, Visit};
use tracing::span::{self, Attributes, Id};
use tracing::{Event, Level, Metadata, Subscriber};

#[derive(Model, Debug, Clone)]
struct Author {
    id: i64,
    books: HasMany<Book>,
}

#[derive(Model, Debug, Clone)]
struct Book {
    id: i64,
    author: ForeignKey<Author>,
    text: Deferred<Option<String>>,
}

/// Keeps the warnings.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Warnings {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        assert_eq!(event.metadata().target(), "orm::n_plus_one");
        event.record(&mut Message(&mut self.0.lock().unwrap()));
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Message<'a>(&'a mut Vec<String>);

impl Visit for Message<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0.push(format!("{value:?}"));
        }
    }
}

/// Loads the books of three authors one by one, and gives the statements and the line.
async fn one_by_one() -> (orm::Result<()>, usize, u32) {
    let line = line!() + 3;
    let (result, sent) = count_queries(async {
        for id in [1, 2, 3] {
            Author::get(id).await?.books.load().await?;
        }
        Ok(())
    })
    .await;
    (result, sent.len(), line)
}

fn message(line: u32) -> String {
    format!(
        "Author.books is loaded for one row after the other at tests/n_plus_one.rs:{line}, a statement each: add \
         .prefetch_related(|a| a.books) to the query of the rows, or pass the rows together to orm::prefetch"
    )
}

#[tokio::test]
async fn the_three_modes() {
    let warnings = Warnings::default();
    let _guard = tracing::subscriber::set_default(warnings.clone());
    orm::connect("sqlite::memory:").await.unwrap().create_tables_of(orm::models![Author, Book]).await.unwrap();
    for _ in 0..3 {
        Book::create().author(&Author::create().await.unwrap()).await.unwrap();
    }

    set_n_plus_one(NPlusOne::Ignore);
    let (result, sent, _) = tokio::spawn(one_by_one()).await.unwrap();
    assert!(result.is_ok() && sent == 6, "{sent}");
    assert!(warnings.take().is_empty());

    set_n_plus_one(NPlusOne::Warn);
    let (result, sent, line) = tokio::spawn(one_by_one()).await.unwrap();
    assert!(result.is_ok() && sent == 6, "{sent}");
    assert_eq!(warnings.take(), [message(line)]);
    // Once for each place and task: a second time here, and again in another task.
    tokio::spawn(async {
        one_by_one().await.0.unwrap();
        one_by_one().await.0.unwrap();
    })
    .await
    .unwrap();
    assert_eq!(warnings.take().len(), 1);
    // Rows that were read together are loaded together, by whatever number of calls; and a row alone may be loaded once.
    tokio::spawn(async {
        for author in Author::all().await.unwrap() {
            author.books.load().await.unwrap();
        }
        for book in Book::all().await.unwrap() {
            book.author.load().await.unwrap();
        }
        Author::get(1).await.unwrap().books.load().await.unwrap();
        let mut authors = Author::all().await.unwrap();
        orm::prefetch(&mut authors, |a| a.books).await.unwrap();
    })
    .await
    .unwrap();
    assert_eq!(warnings.take(), Vec::<String>::new());
    // load_one asks for each row, to-one as well.
    tokio::spawn(async {
        for book in Book::all().await.unwrap() {
            book.author.load_one().await.unwrap();
        }
    })
    .await
    .unwrap();
    let warned = warnings.take();
    assert!(warned.len() == 1 && warned[0].starts_with("Book.author is loaded for one row"), "{warned:?}");

    tokio::spawn(async {
        for id in [1, 2] {
            Book::get(id).await.unwrap().text.load().await.unwrap();
        }
    })
    .await
    .unwrap();
    let warned = warnings.take();
    let says = "a statement each: read the rows by one query, whose `load` reads it for all of them, or add .undefer(|b| b.text) to their query";
    assert!(
        warned.len() == 1 && warned[0].starts_with("Book.text is loaded") && warned[0].ends_with(says),
        "{warned:?}"
    );

    set_n_plus_one(NPlusOne::Error);
    let (result, sent, line) = tokio::spawn(one_by_one()).await.unwrap();
    assert!(result.unwrap_err().to_string().contains(&message(line)));
    assert_eq!(sent, 3, "the second load is refused before it is sent");
    assert!(warnings.take().is_empty());
}
