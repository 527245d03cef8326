//! For tests of programs that use this library: a database for each test, by `#[orm::test]`, and how many queries
//! something takes.

mod harness;
mod queries;

#[doc(hidden)]
pub use harness::{On, Setup, run};
pub use queries::{assert_queries, count_queries};
