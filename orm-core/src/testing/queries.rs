use std::future::IntoFuture;

use crate::database::noting;

/// Runs a future, and gives beside its output the texts of the statements that it has sent, in order.
///
/// Counted is what the task sends, in transactions and on whichever database, and what fails as well. Not counted are the
/// beginning and the end of a transaction and of a savepoint in it (`BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`), nor what
/// tasks send that are spawned meanwhile, such as the work of [`on_commit`](crate::database::on_commit). A
/// `bulk_create` is one statement, also on SQLite, where that runs once for each row. Inside another, it counts for both.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let (countries, queries) = orm::testing::count_queries(async { Country::all().await }).await;
/// assert!(countries?.is_empty());
/// assert!(queries[0].starts_with("SELECT"));
/// # Ok(()) }
/// ```
pub async fn count_queries<F: IntoFuture>(future: F) -> (F::Output, Vec<String>) {
    noting(future.into_future()).await
}

/// Runs a future that must send exactly so many statements, and gives its output. What counts is said at [`count_queries`].
///
/// # Panics
/// Where there are more or fewer, with all of them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let countries = orm::testing::assert_queries(1, Country::all()).await?;
/// # Ok(()) }
/// ```
#[allow(clippy::panic, reason = "an assertion fails by panicking")]
pub async fn assert_queries<F: IntoFuture>(count: usize, future: F) -> F::Output {
    let (output, sent) = noting(future.into_future()).await;
    if sent.len() != count {
        panic!("{}", difference(count, &sent));
    }
    output
}

fn difference(expected: usize, sent: &[String]) -> String {
    let queries = |count: usize| if count == 1 { "1 query".to_owned() } else { format!("{count} queries") };
    let mut message = format!("expected {}, and there were {}", queries(expected), sent.len());
    for (index, sql) in sent.iter().enumerate() {
        let words: Vec<_> = sql.split_whitespace().collect();
        message.push_str(&format!("\n{:>4}. {}", index + 1, words.join(" ")));
    }
    message
}
