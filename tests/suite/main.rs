//! What the library does, by theme. Each test runs on PostgreSQL and on SQLite from one source.

mod outside;
mod support;

mod errors;
mod filters;
mod hostile;
mod laws;
mod names;
mod querysets;
mod sql;
mod tables;
mod types;
mod writing;
