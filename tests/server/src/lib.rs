//! A throwaway PostgreSQL for tests.
//!
//! [`postgres`] starts one server a process, from the binaries on the machine, the first time that it is called. Each
//! test takes an empty database of its own from it:
//!
//! ```no_run
//! let url = test_server::postgres().create_database();
//! ```
//!
//! The server and its files go when the process ends, however it ends. Where `DATABASE_URL` names a PostgreSQL server,
//! that one is used instead, and the databases made in it are dropped at the end.

mod account;
mod binaries;
mod cluster;
mod janitor;
mod killable;
mod processes;
mod psql;
mod server;
mod shared;
mod unique;
mod url;

pub use killable::KillableServer;
pub use server::Server;
pub use shared::postgres;
