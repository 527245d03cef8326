//! What the library does, by theme. Each test runs on PostgreSQL and on SQLite from one source.

#![allow(clippy::type_complexity, reason = "rows of values are tuples, and a test says what it expects")]
#![allow(clippy::cloned_ref_to_slice_refs, reason = "expected rows are written as a list")]

mod newtypes;
mod numbers;
mod outside;
mod support;

mod distinct;
mod enums;
mod errors;
mod filters;
mod hostile;
mod laws;
mod names;
mod querysets;
mod refusals;
mod round_trips;
mod sql;
mod tables;
mod type_sql;
mod types;
mod writing;
