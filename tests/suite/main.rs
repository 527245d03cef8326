//! What the library does, by theme. Each test runs on PostgreSQL and on SQLite from one source.

#![allow(clippy::type_complexity, reason = "rows of values are tuples, and a test says what it expects")]
#![allow(clippy::cloned_ref_to_slice_refs, reason = "expected rows are written as a list")]

mod or_create;
mod outside;
mod polls;
mod support;

mod counting;
mod distinct;
mod errors;
mod filters;
mod generated_keys;
mod hostile;
mod laws;
mod names;
mod observing;
mod querysets;
mod raw;
mod sql;
mod streams;
mod tables;
mod transactions;
mod types;
mod writing;
