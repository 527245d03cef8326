//! A fresh database for each test.

use std::future::Future;

use orm::Db;

/// Runs a test in a new, empty PostgreSQL database, as the default of the task.
pub(crate) async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Db) -> F) {
    let url = test_server::postgres().create_database();
    let db = Db::builder().pool_size(4).connect(url).await.expect("the test server answers");
    orm::scope(&db, test(db.clone())).await;
    db.close().await;
}

/// Runs a test in a new SQLite database in memory, as the default of the task.
pub(crate) async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Db) -> F) {
    let db = Db::builder().connect("sqlite::memory:").await.expect("a database in memory opens");
    orm::scope(&db, test(db.clone())).await;
    db.close().await;
}

/// Makes two tests of one: `name::postgres` and `name::sqlite`. The body gets the database, which is also the
/// task's default, and returns nothing; it may `unwrap`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: Db) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($db: orm::Db) {
                let _ = &$db;
                $body
            }

            #[tokio::test]
            async fn postgres() {
                crate::support::on_postgres(test).await;
            }

            #[tokio::test]
            async fn sqlite() {
                crate::support::on_sqlite(test).await;
            }
        }
    )*};
}

pub(crate) use on_both;
