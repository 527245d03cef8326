//! For tests of programs that use this library: how many queries something takes, and a database for each test.

mod queries;

pub use queries::{assert_queries, count_queries};
