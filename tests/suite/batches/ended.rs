//! Rows that are written together while the task panics, or the server ends the connection, at whichever point: all of them are there
//! afterwards, or none.

use std::future::{Future, poll_fn};
use std::panic::resume_unwind;
use std::pin::pin;
use std::task::Poll;

use super::*;
use crate::outside::Outside;

/// More polls than any of these takes.
const MOST_POLLS: usize = 200;

/// A person whose works are created with it.
#[derive(Model, Debug, Clone)]
#[orm(table = "ended_author")]
struct Author {
    id: i64,
    works: HasMany<Work>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "ended_work")]
struct Work {
    id: i64,
    author: ForeignKey<Author>,
    lines: HasMany<Line>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "ended_line")]
struct Line {
    id: i64,
    work: ForeignKey<Work>,
}

/// Three rows of different models, by a batch.
async fn batch(db: Db) -> orm::Result<()> {
    let mut batch = orm::batch().using(&db);
    let author = batch.create(Author::create());
    let work = batch.create(Work::create().author(&author));
    batch.create(Line::create().work(&work));
    batch.commit().await.map(drop)
}

/// The same, nested in each other.
async fn nested(db: Db) -> orm::Result<()> {
    let works = [Work::create().lines([Line::create()])];
    Author::create().works(works).using(&db).await.map(drop)
}

async fn counts(db: &Db) -> [u64; 3] {
    let authors = Author::all().using(db).count().await;
    let works = Work::all().using(db).count().await;
    [authors.unwrap(), works.unwrap(), Line::all().using(db).count().await.unwrap()]
}

/// Panics in place of this poll, counted from 1, if the future takes so many.
async fn panicking_at<T>(poll: usize, future: impl Future<Output = T>) -> T {
    let (mut future, mut polls) = (pin!(future), 0);
    poll_fn(move |context| {
        polls += 1;
        if polls == poll {
            // As a panic, but for the message.
            resume_unwind(Box::new("at this poll"));
        }
        future.as_mut().poll(context)
    })
    .await
}

async fn panics_anywhere<F>(db: Db, write: fn(Db) -> F)
where
    F: Future<Output = orm::Result<()>> + Send + 'static,
{
    let before = counts(&db).await[0];
    for poll in 1..MOST_POLLS {
        let ended = tokio::spawn(panicking_at(poll, write(db.clone()))).await;
        let now = counts(&db).await;
        match ended {
            Err(panicked) => assert!(panicked.is_panic() && now == [now[0]; 3], "{poll}: {now:?}"),
            Ok(written) => {
                written.unwrap();
                assert!(now == [now[0]; 3] && now[0] > before && poll > 2, "{poll}: {now:?}");
                return;
            }
        }
    }
    panic!("it is not done after {MOST_POLLS} polls");
}

#[orm::test(sqlite, postgres, models(Author, Work, Line))]
async fn a_panic_at_any_poll_leaves_all_or_nothing(db: Db) {
    panics_anywhere(db.clone(), batch).await;
    panics_anywhere(db, nested).await;
}

/// Ends all connections to the database but that which says so, and waits until they are gone.
const TERMINATE: &str = "DO $$ BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
    WHILE EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()) LOOP
        PERFORM pg_sleep(0.002);
        PERFORM pg_stat_clear_snapshot();
    END LOOP;
END $$";

/// Does this after so many polls. Gives also whether it was done.
async fn doing_after<T>(polls: usize, future: impl Future<Output = T>, act: impl FnOnce()) -> (T, bool) {
    let (mut future, mut left, mut act) = (pin!(future), polls, Some(act));
    poll_fn(move |context| {
        let polled = future.as_mut().poll(context);
        left = left.saturating_sub(1);
        match polled {
            Poll::Ready(value) => Poll::Ready((value, act.is_none())),
            Poll::Pending => {
                if left == 0
                    && let Some(act) = act.take()
                {
                    act();
                    // What has happened meanwhile is seen at once.
                    context.waker().wake_by_ref();
                }
                Poll::Pending
            }
        }
    })
    .await
}

async fn ended_anywhere<F: Future<Output = orm::Result<()>>>(write: fn(Db) -> F) {
    let outside = Outside::postgres();
    let db = outside.connect().await;
    db.create_tables_of(orm::models![Author, Work, Line]).await.unwrap();
    let rows = |table: &str| outside.rows(&format!("SELECT count(*)::text FROM ended_{table}"))[0].clone();
    let mut whole = 0_u64;
    for polls in 1..MOST_POLLS {
        let (written, was_ended) = doing_after(polls, write(db.clone()), || outside.script(TERMINATE)).await;
        let now = ["author", "work", "line"].map(|table| rows(table).parse::<u64>().unwrap());
        let expected = match &written {
            Ok(()) => whole + 1,
            // Whether it came to be, only the database knows.
            Err(Error::CommitUnknown { .. }) => now[0].clamp(whole, whole + 1),
            Err(_) => whole,
        };
        assert_eq!(now, [expected; 3], "after {polls} polls: {written:?}");
        whole = expected;
        // The handle finds new connections.
        assert_eq!(counts(&db).await, [whole; 3]);
        if !was_ended {
            assert!(written.is_ok() && polls > 2, "after {polls} polls: {written:?}");
            return;
        }
    }
    panic!("it is not done after {MOST_POLLS} polls");
}

#[tokio::test]
async fn a_batch_whose_connection_is_ended_is_all_or_nothing() {
    ended_anywhere(batch).await;
}

#[tokio::test]
async fn nested_rows_whose_connection_is_ended_are_all_or_nothing() {
    ended_anywhere(nested).await;
}
