//! What is done after the commit.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use orm::Db;

use super::{Entry, add, names, no};
use crate::polls::dropped_after;

/// What has happened, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    fn on_commit(&self, what: &'static str) {
        let log = self.clone();
        orm::on_commit(async move {
            tokio::task::yield_now().await;
            log.note(what);
        });
    }

    fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    fn read(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().clone()
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn they_run_in_order_after_the_commit() {
    let log = Log::default();
    orm::atomic(async {
        log.on_commit("first");
        add("ann").await?;
        orm::atomic(async {
            log.on_commit("nested");
            Ok(())
        })
        .await?;
        log.on_commit("last");
        assert!(log.read().is_empty());
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["first", "nested", "last"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn those_of_what_is_undone_are_forgotten() {
    let log = Log::default();
    orm::atomic(async {
        let undone = orm::atomic(async {
            log.on_commit("undone");
            orm::atomic(async {
                log.on_commit("deeper");
                Ok(())
            })
            .await?;
            Err::<(), _>(no())
        });
        let beside = async { log.on_commit("beside") };
        let (undone, ()) = tokio::join!(undone, beside);
        assert!(undone.is_err());
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["beside"]);
    let undone = orm::atomic(async {
        log.on_commit("whole");
        Err::<(), _>(no())
    });
    assert!(undone.await.is_err());
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(log.read(), ["beside"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn they_query_the_database_around_the_transaction() {
    orm::atomic(async {
        orm::on_commit(async {
            add("after").await.unwrap();
            // The transaction is over: this is another one.
            assert!(
                orm::atomic(async {
                    add("undone").await?;
                    Err::<(), _>(no())
                })
                .await
                .is_err()
            );
        });
        add("in it").await
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["after", "in it"]);
}

#[orm::test(sqlite, postgres, models())]
async fn a_callback_of_a_handle_that_outlived_its_transaction(db: Db) {
    let log = Log::default();
    for what in ["committed", "undone"] {
        let tx = db.begin().await.unwrap();
        let (handle, log) = (Db::clone(&tx), log.clone());
        match what {
            "committed" => tx.commit().await.unwrap(),
            _ => tx.rollback().await.unwrap(),
        }
        handle.on_commit(async move { log.note(what) });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(log.read(), ["committed"]);
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn a_callback_is_outside_of_what_was_inside(db: Db) {
    let archive = Db::builder().connect("sqlite::memory:").await.unwrap();
    let outer = db.clone();
    orm::atomic(async {
        archive
            .atomic(async {
                outer.on_commit(async { drop(add("after").await.unwrap()) });
                Ok(())
            })
            .await
    })
    .await
    .unwrap();
    assert_eq!(names().await, ["after"]);
}

#[orm::test(sqlite, postgres, models())]
async fn a_panic_in_one_keeps_none_from_running() {
    let log = Log::default();
    orm::atomic(async {
        orm::on_commit(async { panic!("on purpose") });
        log.on_commit("next");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["next"]);
}

#[orm::test(sqlite, postgres, models())]
async fn outside_a_transaction_they_start_at_once() {
    let log = Log::default();
    log.on_commit("now");
    while log.read().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[orm::test(sqlite, postgres, models(Entry))]
async fn they_run_exactly_when_it_was_committed_whenever_the_caller_leaves() {
    let mut committed = 0;
    for polls in 0.. {
        let log = Log::default();
        let done = dropped_after(
            polls,
            orm::atomic(async {
                log.on_commit("committed");
                add(&format!("{polls:03}")).await
            }),
        )
        .await;
        // Whatever goes on is over when another transaction had its turn, but for the callbacks.
        let kept = names().await.contains(&format!("{polls:03}"));
        tokio::time::timeout(Duration::from_secs(5), async {
            while kept && log.read().is_empty() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })
        .await
        .unwrap();
        assert_eq!(log.read().len(), usize::from(kept), "after {polls} polls");
        committed += usize::from(kept);
        if done.is_some() {
            break;
        }
    }
    assert!(committed >= 1);
}
