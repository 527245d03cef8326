//! Databases: what a backend implements, the handle that programs hold, and which database a query goes to.

mod ambient;
mod backend;
mod builder;
mod cursor_key;
mod db;
mod driver;
mod exchange;
mod failure;
mod observe;
mod options;
mod registry;
mod savepoint;
mod server;
mod stats;
mod together;
mod transaction;
mod transaction_options;
mod translate;

pub use ambient::{default_db, scope};
pub use backend::{Backend, BoxFuture, Outcome, Session};
pub use builder::{Builder, connect};
pub(crate) use cursor_key::{CursorKey, SIGNATURE_BYTES};
pub use db::Db;
pub use driver::{Driver, Opening};
pub use exchange::Exchange;
pub use failure::{ConstraintFailure, ConstraintKind, Failure};
pub(crate) use observe::noting;
pub use options::Options;
pub use registry::{Registered, Registration, models};
pub(crate) use registry::{made_links, pointing_at, tables};
pub use savepoint::Savepoint;
pub use server::Server;
pub use stats::Stats;
pub use together::{FailedAt, Request};
pub use transaction::{Transaction, Tx, atomic, begin, on_commit, transaction, try_atomic};
pub use transaction_options::{Isolation, TransactionOptions};
