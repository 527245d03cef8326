//! Transactions: blocks on one connection, of which the innermost has its turn.
//!
//! A block is the transaction itself or a savepoint in it. Exactly one block at a time has the connection, its
//! [`Line`]: a nested block takes it from the one around it, and gives it back when it ends. Whoever wants to use a block
//! whose line is away waits until it is back, so that blocks and statements that run side by side take turns, and what one
//! block rolls back is never the work of another.

mod atomic;
mod block;
mod builder;
mod collision;
mod deadline;
mod line;
mod on_commit;
mod pause;
mod rerun;
mod terms;
mod tx;

pub use atomic::{atomic, try_atomic};
pub use builder::{Transaction, transaction};
pub use on_commit::on_commit;
pub use tx::{Tx, begin};

pub(super) use block::Block;
