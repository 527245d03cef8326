//! What the library does, by theme. Each test runs on PostgreSQL and on SQLite from one source.

#![allow(clippy::type_complexity, reason = "rows of values are tuples, and a test says what it expects")]
#![allow(clippy::cloned_ref_to_slice_refs, reason = "expected rows are written as a list")]

mod logic;
mod outside;
mod polls;
mod wire;

mod batches;
mod cascades;
mod constraints;
mod copy;
mod counting;
mod database_types;
mod decimals;
mod deferred;
mod derived;
mod derived_hostile;
mod distinct;
mod enum_extremes;
mod enums;
mod errors;
mod explain;
mod expressions;
mod filters;
mod foreign_key_names;
mod generated_keys;
mod grouping;
mod hooks;
mod hostile;
mod keys_in_queries;
mod lanes;
mod language;
mod laws;
mod limit_by;
mod locking;
mod lookups;
mod many_columns;
mod names;
mod nested;
mod nested_failures;
mod nested_queries;
mod newtypes;
mod numbers;
mod observing;
mod or_create;
mod pages;
mod projections;
mod q;
mod queryset_methods;
mod querysets;
mod raw;
mod raw_tables;
mod refusals;
mod relations;
mod round_trips;
mod scopes;
mod select;
mod sets;
mod sql;
mod streams;
mod tables;
mod together;
mod transactions;
mod trees;
mod type_sql;
mod types;
mod upsert;
mod upsert_targets;
mod validation;
mod values_tables;
mod versions;
mod writing;
mod writing_many;

orm::testing::postgres_url!(test_server::postgres().admin_url());
