//! Transactions: what is kept, what is undone, and that nothing of one is ever handed on.

mod blocks;
mod broken;
mod callbacks;
mod dropped;
mod handles;
mod increments;
mod opening;
mod options;
mod retrying;
mod schedules;
mod timeouts;

use std::sync::atomic::{AtomicU32, Ordering};

use orm::prelude::*;
use orm::{Db, Error};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "tx_entry")]
struct Entry {
    id: i64,
    #[orm(unique)]
    name: String,
    #[orm(default = 0)]
    amount: i64,
}

/// How often a block has run.
#[derive(Default)]
struct Runs(AtomicU32);

impl Runs {
    /// One more; the first is 1.
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

async fn add(name: &str) -> orm::Result<Entry> {
    Entry::create().name(name).await
}

/// All names that are there, in order.
async fn names() -> Vec<String> {
    names_in(&orm::default_db().unwrap()).await
}

async fn names_in(db: &Db) -> Vec<String> {
    Entry::all().order_by(|e| e.name).values(|e| e.name).using(db).await.unwrap()
}

/// An error that a block ends with.
fn no() -> Error {
    Error::custom("no")
}
