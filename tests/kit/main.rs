//! `#[orm::test]`, as programs use it: all models of this program have their tables in each test's database.

#[cfg(test)]
mod processes;
#[cfg(test)]
mod removed;
#[cfg(test)]
mod transactions;

use std::sync::LazyLock;
use std::time::Duration;

use orm::database::Registration;
use orm::prelude::*;
use orm::{Db, Error};

/// A guest, of whom there is one with each name.
#[derive(Model, Debug, Clone)]
#[orm(table = "guests")]
struct Guest {
    id: i64,
    #[orm(unique)]
    name: String,
}

/// What a guest has reserved.
#[derive(Model, Debug)]
#[orm(table = "rooms")]
struct Room {
    id: i64,
    guest: ForeignKey<Guest>,
}

/// Any database of the test server.
fn server_url() -> &'static str {
    test_server::postgres().admin_url()
}

/// A database that tests share.
fn shared_url() -> &'static str {
    static URL: LazyLock<String> = LazyLock::new(|| test_server::postgres().create_database());
    &URL
}

const WAIT: Duration = Duration::from_millis(20);

async fn the_only_ann() {
    assert_eq!(Guest::all().count().await.unwrap(), 0);
    let ann = Guest::create().name("ann").await.unwrap();
    Room::create().guest(&ann).await.unwrap();
    assert_eq!(Room::all().count().await.unwrap(), 1);
}

#[orm::test]
async fn without_options_it_is_sqlite() {
    assert_eq!(orm::default_db().unwrap().dialect(), orm::sql::Dialect::Sqlite);
    the_only_ann().await;
}

#[orm::test(sqlite, postgres, url = server_url())]
async fn a_test_for_each_database() {
    the_only_ann().await;
}

#[orm::test(sqlite, postgres, url = server_url())]
async fn no_test_sees_another(_db: Db) {
    the_only_ann().await;
}

/// Also where it is not a name. The URL may have options.
#[orm::test(sqlite, postgres, url = format!("{}?application_name=kit", server_url()))]
async fn it_may_take_the_database(mut db: orm::Db) {
    db = Db::clone(&db);
    Guest::create().name("ann").using(&db).await.unwrap();
    assert_eq!(Guest::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, url = server_url())]
async fn it_may_give_a_result() -> Result<(), Error> {
    Guest::create().name("ann").await?;
    Ok(())
}

#[orm::test]
async fn a_test_without_a_module_may_give_a_result(db: Db) -> orm::Result<()> {
    Guest::create().name("ann").using(&db).await.map(drop)
}

#[orm::test(sqlite, postgres, url = server_url())]
#[should_panic(expected = "expected 0 queries, and there were 1")]
async fn it_may_have_to_panic() {
    orm::testing::assert_queries(0, async { drop(Guest::all().await) }).await;
}

#[orm::test(sqlite, postgres, models(Guest), url = server_url())]
async fn only_the_named_models_have_tables() {
    assert_eq!(Guest::all().count().await.unwrap(), 0);
    assert!(matches!(Room::all().count().await, Err(Error::MissingTable { .. })));
}

const BOTH: &[Registration] = orm::models![Guest, Room];

#[orm::test(sqlite, postgres, models = BOTH, url = server_url())]
async fn a_list_of_models_may_be_shared() {
    the_only_ann().await;
}

#[orm::test(sqlite, models())]
async fn there_may_be_no_tables() {
    assert!(matches!(Guest::all().count().await, Err(Error::MissingTable { .. })));
}

#[orm::test(sqlite, postgres, url = server_url(), flavor = "multi_thread")]
async fn the_runtime_may_have_several_threads() {
    tokio::task::block_in_place(|| {});
    the_only_ann().await;
}

#[orm::test(sqlite, postgres, url = server_url(), builder = Db::builder().pool_size(1).acquire_timeout(WAIT))]
async fn the_connections_may_be_limited(db: Db) {
    let _tx = db.begin().await.unwrap();
    let late = Guest::create().name("ann").using(&db).await;
    assert!(matches!(late, Err(Error::PoolTimeout { size: 1, waited: WAIT })), "{late:?}");
}

#[orm::test(sqlite, flavor = "current_thread")]
async fn it_has_one_thread_unless_said() {
    let kind = tokio::runtime::Handle::current().runtime_flavor();
    assert_eq!(kind, tokio::runtime::RuntimeFlavor::CurrentThread);
}
