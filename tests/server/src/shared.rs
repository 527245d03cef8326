use std::env;
use std::sync::OnceLock;

use crate::killable::KillableServer;
use crate::server::Server;

enum Shared {
    Own(KillableServer),
    Given(Server),
}

/// The server that all the tests of this process share, started by the first call.
///
/// # Panics
///
/// When no server can be had; the message says why, and how to install PostgreSQL where it is missing.
#[track_caller]
pub fn postgres() -> &'static Server {
    static SHARED: OnceLock<Result<Shared, String>> = OnceLock::new();
    // The failure is kept as well: the second test would only wait for it once more.
    match SHARED.get_or_init(start) {
        Ok(Shared::Own(server)) => server,
        Ok(Shared::Given(server)) => server,
        Err(reason) => panic!("{reason}"),
    }
}

fn start() -> Result<Shared, String> {
    match env::var("DATABASE_URL") {
        Ok(url) if crate::url::is_postgres(&url) => Server::given(&url).map(Shared::Given),
        _ => KillableServer::start().map(Shared::Own),
    }
}
