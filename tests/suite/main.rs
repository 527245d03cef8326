//! What the library does, by theme. Each test runs on PostgreSQL and on SQLite from one source.

mod support;

mod filters;
mod laws;
mod sql;
