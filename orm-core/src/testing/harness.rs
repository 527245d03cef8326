//! What `#[orm::test]` makes of a test.

mod place;
mod server;
mod url;

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::runtime::Builder;

use crate::database::{self, Db, Registration, scope};
use crate::error::Error;

use place::Place;

pub use url::{ServerUrl, postgres_url};

/// The kind of database that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// SQLite, in memory.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What a test finds when it begins.
#[derive(Debug)]
pub struct Setup {
    /// The kind of database.
    pub on: On,
    /// Gives the URL of the PostgreSQL server; without it, the program or the environment does.
    pub url: Option<fn() -> String>,
    /// Gives the limits of the database; without it, it has few connections.
    pub builder: Option<fn() -> database::Builder>,
    /// The models whose tables there are; without it, all of the program's.
    pub models: Option<&'static [Registration]>,
    /// Whether it runs inside a transaction that is rolled back, in a database that it shares.
    pub transaction: bool,
}

/// Runs a test on a runtime of its own, with a database as its default, which is gone at the end.
///
/// # Panics
/// As the test, and where it can have no database.
pub fn run<F: Future>(setup: &Setup, runtime: &mut Builder, test: impl FnOnce(Db) -> F) -> F::Output {
    let runtime = runtime.enable_all().build().map_err(Error::custom);
    let runtime = or_panic(runtime, "no runtime for the test");
    let place = or_panic(Place::open(setup, &runtime), "no database for the test");
    let db = place.db().clone();
    // The future is made inside as well: a test may panic before its first await.
    let output = catch_unwind(AssertUnwindSafe(|| runtime.block_on(async { scope(&db, test(db.clone())).await })));
    drop(db);
    let closed = runtime.block_on(place.close());
    match output {
        Ok(output) => {
            or_panic(closed, "the test's database cannot be removed");
            output
        }
        // What is wrong with the test says more than what is wrong with its end.
        Err(panic) => resume_unwind(panic),
    }
}

#[track_caller]
#[allow(clippy::panic, reason = "a test fails by panicking")]
fn or_panic<T>(result: Result<T, Error>, what: &str) -> T {
    result.unwrap_or_else(|error| panic!("{what}: {error}"))
}
