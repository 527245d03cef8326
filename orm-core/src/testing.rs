//! For tests of programs that use this library: a database for each test, by `#[orm::test]`, and how many queries
//! something takes.

mod harness;
mod queries;

pub use crate::query::{NPlusOne, set_n_plus_one};
#[doc(inline)]
pub use harness::postgres_url;
#[doc(hidden)]
pub use harness::{On, ServerUrl, Setup, run};
#[doc(hidden)]
pub use inventory;
pub use queries::{assert_queries, count_queries};
