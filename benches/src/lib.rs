//! The same operations written twice, with the ORM and by hand, for the programs that compare what they cost.

mod backend;
mod by_hand_postgres;
mod by_hand_sqlite;
mod by_orm;
mod model;
mod one_cpu;
mod operation;
mod pair;
mod quartiles;
mod side;
mod tree;

pub use backend::{Backend, Place};
pub use by_hand_postgres::ByHandPostgres;
pub use by_hand_sqlite::ByHandSqlite;
pub use by_orm::ByOrm;
pub use model::{Draft, Newcomer, PEOPLE, Person, SlowPerson, drafts};
pub use one_cpu::stay_on_one_cpu;
pub use operation::{Answer, Operation};
pub use pair::Pair;
pub use quartiles::Quartiles;
pub use side::Side;
pub use tree::{ITEMS, Item, ORDERS, Order, PlainItem, PlainOrder, PlainUser, USERS, User, grow};

/// Whatever went wrong: it ends the measurement.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
/// The result of a step of a measurement.
pub type Result<T> = std::result::Result<T, Error>;
