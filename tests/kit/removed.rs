//! What is left on the server after a test: nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use orm::__private::{On, Setup, run_test, tokio::runtime::Builder};
use orm::prelude::*;
use test_server::{KillableServer, Server};

use super::{Guest, Room};

/// A server of its own, where no other test makes databases.
static SERVER: LazyLock<KillableServer> = LazyLock::new(Server::start_another);

const SETUP: Setup = Setup {
    on: On::Postgres,
    url: Some(|| SERVER.admin_url().to_owned()),
    builder: None,
    models: Some(orm::models![Guest]),
    transaction: false,
};

fn databases() -> String {
    SERVER.psql(SERVER.admin_url(), "SELECT count(*) FROM pg_database WHERE datname LIKE 'orm\\_test\\_%';")
}

#[test]
fn the_database_goes_whatever_the_test_does() {
    run_test(&SETUP, &mut Builder::new_current_thread(), |_| async {
        assert_eq!(databases(), "1");
    });
    assert_eq!(databases(), "0");

    // Also where something that it has started is still connected.
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        run_test(&SETUP, &mut Builder::new_current_thread(), |db| async move {
            let tx = db.begin().await.unwrap();
            Guest::create().name("ann").using(&tx).await.unwrap();
            std::mem::forget(tx);
            panic!("on purpose");
        });
    }));
    assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"on purpose"));
    assert_eq!(databases(), "0");

    // Also where its tables cannot be made.
    let setup = Setup { models: Some(orm::models![Room]), ..SETUP };
    let refused = catch_unwind(AssertUnwindSafe(|| run_test(&setup, &mut Builder::new_current_thread(), |_| async {})));
    let message = refused.unwrap_err().downcast_ref::<String>().unwrap().clone();
    assert!(message.starts_with("no database for the test: ") && message.contains("guests"), "{message}");
    assert_eq!(databases(), "0");
}
