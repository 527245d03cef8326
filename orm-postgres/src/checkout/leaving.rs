//! What becomes of a connection whose user has gone.

use std::future::Future;

use deadpool::managed::Object;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_postgres::{Client, NoTls};

use crate::limits::Limits;
use crate::manager::Manager;

/// Returns a connection to the pool once the server has finished what its last user left behind.
///
/// Returned at once, it would make the next user wait for a statement that nobody waits for any more, or hand on an open
/// transaction.
pub(super) fn return_when_idle(object: Object<Manager>, limits: Limits, in_transaction: bool) {
    let mut unsettled = Unsettled(Some(object));
    let work = async move {
        let Some(object) = &unsettled.0 else { return };
        let settled = async {
            match in_transaction {
                true => object.client.batch_execute("ROLLBACK").await,
                false => object.client.check_connection().await,
            }
        };
        let settled = timeout(limits.statement, settled).await;
        let Some(object) = unsettled.0.take() else { return };
        match settled {
            Ok(Ok(())) => drop(object),
            Ok(Err(_)) => close(object, limits, false),
            Err(_elapsed) => close(object, limits, true),
        }
    };
    spawn(work);
}

/// A connection that must not come back as it is. Where the work on it is dropped, because there is no runtime or because
/// that ends, it is closed.
struct Unsettled(Option<Object<Manager>>);

impl Drop for Unsettled {
    fn drop(&mut self) {
        if let Some(object) = self.0.take() {
            drop(Object::take(object));
        }
    }
}

pub(super) fn close(object: Object<Manager>, limits: Limits, busy: bool) {
    let connection = Object::take(object);
    if busy {
        cancel(&connection.client, limits);
    }
}

/// Asks the server to stop what it is doing for a connection.
pub(crate) fn cancel(client: &Client, limits: Limits) {
    let token = client.cancel_token();
    // Nobody waits for it: the statement has failed for its caller either way.
    spawn(async move {
        let _ = timeout(limits.connect, token.cancel_query(NoTls)).await;
    });
}

/// Runs a future on its own, or drops it where there is no runtime.
pub(crate) fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(work);
    }
}
